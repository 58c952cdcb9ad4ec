window.YTD.tweet_headers.part0 = [
  {
    "tweet" : {
      "tweet_id" : "1797100000000000001",
      "user_id" : "1000001",
      "created_at" : "Sun Jun 02 16:19:22 +0000 2024"
    }
  }
]