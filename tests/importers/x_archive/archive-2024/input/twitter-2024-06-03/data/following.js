window.YTD.following.part0 = [
  {
    "following" : {
      "accountId" : "3000003",
      "userLink" : "https://twitter.com/intent/user?user_id=3000003"
    }
  }
]