window.YTD.deleted_tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1797100000000000003"
          ],
          "editableUntil" : "2024-06-02T11:00:00.000Z",
          "editsRemaining" : "5",
          "isEditEligible" : true
        }
      },
      "retweeted" : false,
      "source" : "<a href=\"https://mobile.example.com\" rel=\"nofollow\">An app</a>",
      "entities" : {
        "hashtags" : [ ],
        "symbols" : [ ],
        "user_mentions" : [ ],
        "urls" : [ ]
      },
      "display_text_range" : [
        "0",
        "20"
      ],
      "favorite_count" : "0",
      "id_str" : "1797100000000000003",
      "truncated" : false,
      "retweet_count" : "0",
      "id" : "1797100000000000003",
      "created_at" : "Sun Jun 02 18:00:00 +0000 2024",
      "favorited" : false,
      "full_text" : "I moved",
      "lang" : "en",
      "deleted_at" : "Sun Jun 02 18:30:00 +0000 2024"
    }
  }
]