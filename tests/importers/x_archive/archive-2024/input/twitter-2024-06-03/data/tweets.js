window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1797100000000000001"
          ],
          "editableUntil" : "2024-06-02T11:00:00.000Z",
          "editsRemaining" : "5",
          "isEditEligible" : true
        }
      },
      "retweeted" : false,
      "source" : "<a href=\"https://mobile.example.com\" rel=\"nofollow\">An app</a>",
      "entities" : {
        "urls" : [
          {
            "url" : "https://t.co/x",
            "expanded_url" : "https://example.org/cake",
            "display_url" : "example.org/cake"
          }
        ],
        "user_mentions" : [ ]
      },
      "display_text_range" : [
        "0",
        "20"
      ],
      "favorite_count" : "0",
      "id_str" : "1797100000000000001",
      "truncated" : false,
      "retweet_count" : "0",
      "id" : "1797100000000000001",
      "created_at" : "Sun Jun 02 16:19:22 +0000 2024",
      "favorited" : false,
      "full_text" : "Tea &amp; cake https://t.co/x",
      "lang" : "en",
      "extended_entities" : {
        "media" : [
          {
            "media_url_https" : "https://pbs.example.com/media/AbC.jpg",
            "type" : "photo",
            "id_str" : "5"
          }
        ]
      }
    }
  }
]