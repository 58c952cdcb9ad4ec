window.YTD.like.part0 = [
  {
    "like" : {
      "tweetId" : "1797000000000000500",
      "fullText" : "Nice &lt;3",
      "expandedUrl" : "https://twitter.com/i/web/status/1797000000000000500"
    }
  }
]