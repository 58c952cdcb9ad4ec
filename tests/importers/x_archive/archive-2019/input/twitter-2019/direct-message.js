window.YTD.direct_message.part0 = [
  {
    "dmConversation" : {
      "conversationId" : "1000001-2000002",
      "messages" : [
        {
          "messageCreate" : {
            "reactions" : [ ],
            "urls" : [ ],
            "text" : "hello",
            "mediaUrls" : [
              "https://ton.twitter.com/1.1/ton/data/dm/1070000000000000001/1/a.png"
            ],
            "senderId" : "2000002",
            "id" : "1070000000000000001",
            "createdAt" : "2018-12-04T10:00:00.000Z",
            "recipientId" : "1000001"
          }
        }
      ]
    }
  }
]