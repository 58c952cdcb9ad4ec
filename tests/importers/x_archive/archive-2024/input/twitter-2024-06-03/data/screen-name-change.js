window.YTD.screen_name_change.part0 = [
  {
    "screenNameChange" : {
      "accountId" : "1000001",
      "screenNameChange" : {
        "changedAt" : "2023-01-01T10:00:00.000Z",
        "changedFrom" : "ines_m",
        "changedTo" : "ines_example"
      }
    }
  }
]