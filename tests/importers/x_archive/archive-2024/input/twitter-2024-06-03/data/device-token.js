window.YTD.device_token.part0 = [
  {
    "deviceToken" : {
      "clientApplicationId" : "1",
      "token" : "xxxx",
      "createdAt" : "2024-01-01T10:00:00.000Z",
      "lastSeenAt" : "2024-06-03T09:00:00.000Z",
      "clientApplicationName" : "An app (Somebody)"
    }
  }
]