window.YTD.ip_audit.part0 = [
  {
    "ipAudit" : {
      "accountId" : "1000001",
      "createdAt" : "2024-06-03T08:00:00.000Z",
      "loginIp" : "203.0.113.8"
    }
  },
  {
    "ipAudit" : {
      "accountId" : "1000001",
      "createdAt" : "2024-06-03T07:00:00.000Z",
      "loginIp" : "2001:db8::8",
      "loginPortNumber" : "50000"
    }
  }
]