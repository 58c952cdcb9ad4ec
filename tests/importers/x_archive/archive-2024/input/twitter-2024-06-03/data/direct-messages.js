window.YTD.direct_messages.part0 = [
  {
    "dmConversation" : {
      "conversationId" : "1000001-2000002",
      "messages" : [
        {
          "messageCreate" : {
            "reactions" : [
              {
                "senderId" : "1000001",
                "reactionKey" : "sad",
                "eventId" : "1797000000000000009",
                "createdAt" : "2024-06-02T10:01:00.000Z"
              }
            ],
            "urls" : [
              {
                "url" : "https://t.co/abc",
                "expanded" : "https://example.net/you",
                "display" : "example.net/you"
              }
            ],
            "text" : "Look at this https://t.co/abc",
            "mediaUrls" : [ ],
            "senderId" : "2000002",
            "id" : "1797000000000000004",
            "createdAt" : "2024-06-02T10:00:00.123Z",
            "recipientId" : "1000001"
          }
        },
        {
          "messageCreate" : {
            "reactions" : [ ],
            "urls" : [ ],
            "text" : "Stop & leave me alone",
            "mediaUrls" : [ ],
            "senderId" : "1000001",
            "id" : "1797000000000000003",
            "createdAt" : "2024-06-02T09:00:00.000Z",
            "recipientId" : "2000002",
            "editHistory" : [
              {
                "createdAtSec" : "1717318800",
                "editedText" : "Stop"
              }
            ]
          }
        },
        {
          "messageCreate" : {
            "reactions" : [ ],
            "urls" : [ ],
            "text" : "",
            "mediaUrls" : [
              "https://ton.twitter.com/dm/1797000000000000002/17/pic.jpg"
            ],
            "senderId" : "2000002",
            "id" : "1797000000000000002",
            "createdAt" : "2024-06-02T08:00:00.000Z",
            "recipientId" : "1000001"
          }
        },
        {
          "messageCreate" : {
            "reactions" : [ ],
            "urls" : [ ],
            "text" : "",
            "mediaUrls" : [
              "https://ton.twitter.com/dm/1797000000000000001/17/gone.jpg"
            ],
            "senderId" : "2000002",
            "id" : "1797000000000000001",
            "createdAt" : "2024-06-02T07:00:00.000Z",
            "recipientId" : "1000001"
          }
        }
      ]
    }
  },
  {
    "dmConversation" : {
      "conversationId" : "1000001-3000003",
      "messages" : [ ]
    }
  }
]