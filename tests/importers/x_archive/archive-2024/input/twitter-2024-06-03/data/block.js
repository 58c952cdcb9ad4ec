window.YTD.block.part0 = [
  {
    "blocking" : {
      "accountId" : "2000002",
      "userLink" : "https://twitter.com/intent/user?user_id=2000002"
    }
  }
]