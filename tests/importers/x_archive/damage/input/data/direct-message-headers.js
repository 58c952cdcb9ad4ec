window.YTD.direct_message_headers.part0 = [
  {
    "dmConversation" : {
      "conversationId" : "1000001-2000002",
      "messages" : [
        {
          "messageCreate" : {
            "id" : "1797000000000000000",
            "senderId" : "2000002",
            "recipientId" : "1000001",
            "createdAt" : "2024-06-02T10:00:00.000Z"
          }
        },
        {
          "messageCreate" : {
            "id" : "1797000000000000001",
            "senderId" : "2000002",
            "recipientId" : "1000001",
            "createdAt" : "2024-06-02T10:00:01.000Z"
          }
        },
        {
          "messageCreate" : {
            "id" "1797000000000000002",
            "senderId" : "2000002",
            "recipientId" : "1000001",
            "createdAt" : "2024-06-02T10:00:02.000Z"
          }
        },
        {
          "messageCreate" : {
            "id" : "1797000000000000003",
            "senderId" : "2000002",
            "recipientId" : "1000001",
            "createdAt" : "soon"
          }
        },
        {
          "messageCreate" : {
            "id" : "1797000000000000004",
            "senderId" : "2000002",
            "recipientId" : "1000001",
            "createdAt" : "2024-06-02T10:00:04.000Z"
          }
        },
        {
          "messageCreate" : {
            "id" : "1797000000000000005",
            "senderId" : "2000002",
            "recipientId" : "1000001",
            "createdAt" : "2024-06-02T