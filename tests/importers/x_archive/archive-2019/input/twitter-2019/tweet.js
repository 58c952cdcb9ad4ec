window.YTD.tweet.part0 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1070000000000000005"
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
      "id_str" : "1070000000000000005",
      "truncated" : false,
      "retweet_count" : "0",
      "id" : "1070000000000000005",
      "created_at" : "Tue Dec 04 10:00:00 +0000 2018",
      "favorited" : false,
      "full_text" : "old",
      "lang" : "en"
    }
  }
]