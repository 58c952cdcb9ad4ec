window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "ines@example.org",
      "createdVia" : "web",
      "username" : "ines_example",
      "accountId" : "1000001",
      "createdAt" : "2015-03-30T10:00:00.000Z",
      "accountDisplayName" : "Ines"
    }
  }
]