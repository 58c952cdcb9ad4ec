window.YTD.note_tweet.part0 = [
  {
    "noteTweet" : {
      "noteTweetId" : "1797100000000000004",
      "updatedAt" : "2024-06-02T19:00:00.000Z",
      "lifecycle" : {
        "value" : "Published",
        "name" : "Published"
      },
      "createdAt" : "2024-06-02T19:00:00.000Z",
      "core" : {
        "styletags" : [ ],
        "urls" : [ ],
        "text" : "A long text",
        "mentions" : [ ]
      }
    }
  }
]