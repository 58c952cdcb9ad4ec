Grailbird.data.tweets_2013_01 = 
 [ {
 "source": "web",
 "entities": {
  "user_mentions": [],
  "media": [],
  "hashtags": [],
  "urls": []
 },
 "geo": {},
 "id_str": "290000000000000001",
 "text": "Very old",
 "id": 290000000000000001,
 "created_at": "2013-01-31 10:00:00 +0000",
 "user": {
  "name": "Ines",
  "screen_name": "ines_m",
  "id_str": "1000001",
  "id": 1000001
 }
} ]