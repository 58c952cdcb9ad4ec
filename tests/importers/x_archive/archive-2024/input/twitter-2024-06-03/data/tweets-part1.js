window.YTD.tweets.part1 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1797100000000000002"
          ],
          "editableUntil" : "2024-06-02T11:00:00.000Z",
          "editsRemaining" : "5",
          "isEditEligible" : true
        }
      },
      "retweeted" : false,
      "source" : "<a href=\"https://mobile.example.com\" rel=\"nofollow\">An app</a>",
      "entities" : {
        "urls" : [ ],
        "user_mentions" : [
          {
            "name" : "Rowan Vale",
            "screen_name" : "rowan_v",
            "indices" : [
              "0",
              "8"
            ],
            "id_str" : "2000002",
            "id" : "2000002"
          }
        ]
      },
      "display_text_range" : [
        "0",
        "20"
      ],
      "favorite_count" : "0",
      "id_str" : "1797100000000000002",
      "truncated" : false,
      "retweet_count" : "0",
      "id" : "1797100000000000002",
      "created_at" : "Sun Jun 02 17:00:00 +0000 2024",
      "favorited" : false,
      "full_text" : "@rowan_v no",
      "lang" : "en",
      "in_reply_to_status_id_str" : "1797099999999999999",
      "in_reply_to_status_id" : "1797099999999999999",
      "in_reply_to_user_id" : "2000002",
      "in_reply_to_user_id_str" : "2000002",
      "in_reply_to_screen_name" : "rowan_v"
    }
  }
]