window.YTD.direct_message_headers.part0 = [
  {
    "dmConversation" : {
      "conversationId" : "1000001-2000002",
      "messages" : [
        {
          "messageCreate" : {
            "id" : "1797000000000000004",
            "senderId" : "2000002",
            "recipientId" : "1000001",
            "createdAt" : "2024-06-02T10:00:00.123Z"
          }
        }
      ]
    }
  }
]