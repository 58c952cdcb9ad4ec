window.YTD.direct_messages_group.part0 = [
  {
    "dmConversation" : {
      "conversationId" : "1790000000000000000",
      "messages" : [
        {
          "conversationNameUpdate" : {
            "initiatingUserId" : "2000002",
            "name" : "Us",
            "createdAt" : "2024-06-01T10:00:00.000Z"
          }
        },
        {
          "participantsLeave" : {
            "userIds" : [
              "3000003"
            ],
            "createdAt" : "2024-06-01T09:50:00.000Z"
          }
        },
        {
          "messageCreate" : {
            "reactions" : [ ],
            "urls" : [ ],
            "text" : "Hi all",
            "mediaUrls" : [ ],
            "senderId" : "3000003",
            "id" : "1796000000000000001",
            "createdAt" : "2024-06-01T09:40:00.000Z"
          }
        },
        {
          "participantsJoin" : {
            "initiatingUserId" : "2000002",
            "userIds" : [
              "3000003"
            ],
            "createdAt" : "2024-06-01T09:30:00.000Z"
          }
        },
        {
          "joinConversation" : {
            "initiatingUserId" : "2000002",
            "participantsSnapshot" : [
              "1000001",
              "2000002"
            ],
            "createdAt" : "2024-06-01T09:00:00.000Z"
          }
        }
      ]
    }
  },
  {
    "dmConversation" : {
      "conversationId" : "1790000000000000001",
      "name" : "Neighbours",
      "messages" : [
        {
          "reactionCreate" : {
            "senderId" : "2000002",
            "reactionKey" : "funny",
            "eventId" : "1796000000000000009",
            "createdAt" : "2024-06-01T11:00:00.000Z"
          }
        }
      ]
    }
  }
]