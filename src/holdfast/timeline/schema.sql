-- The derived index of a case. Everything here is made from the originals and the log, and may be deleted.

CREATE TABLE batch (
    id INTEGER PRIMARY KEY,          -- number of what was handed in together, as in the log
    versions TEXT NOT NULL,          -- the importers it was read with, as JSON
    consulted TEXT NOT NULL,         -- the answers that were asked for while reading: JSON list of
                                     -- [about, source SHA-256, answer or null]
    read_ok INTEGER NOT NULL         -- 1 once everything in it has been read
) STRICT;

CREATE TABLE settled (
    words TEXT NOT NULL              -- what the person said that directions and joined tellings follow from
) STRICT;

CREATE TABLE source (
    id INTEGER PRIMARY KEY,          -- order in which it was first handed in, from 1
    sha256 TEXT NOT NULL UNIQUE,     -- of the original bytes, hex
    name TEXT NOT NULL,              -- path as handed in
    size INTEGER NOT NULL,           -- bytes
    received INTEGER NOT NULL,       -- UTC milliseconds by this machine's clock
    batch INTEGER NOT NULL,          -- batch.id
    modified INTEGER,                -- the file's own time stamp, UTC milliseconds: as told, no evidence
    obtained TEXT NOT NULL           -- where it is from, in the person's words
) STRICT;

CREATE TABLE member (
    id INTEGER PRIMARY KEY,          -- source.id * 2^32 + place in the source
    source INTEGER NOT NULL,         -- source.id
    path TEXT NOT NULL,              -- path inside the source; empty for the file itself
    importer TEXT,                   -- who reads it; NULL: nobody understands it
    version TEXT                     -- the version of that importer
) STRICT;
CREATE INDEX member_source ON member (source);

CREATE TABLE account (
    id INTEGER PRIMARY KEY,          -- number made from the key
    key TEXT NOT NULL UNIQUE,        -- service:native id, or service:plain form of the handle
    service TEXT NOT NULL,           -- mail, phone, whatsapp ...
    handle TEXT NOT NULL,            -- as first written
    native_id TEXT NOT NULL,         -- the service's own id, or a normal form; empty if none
    shown_as TEXT NOT NULL,          -- the display name first seen with it
    is_owner INTEGER NOT NULL,       -- 1: the export itself says it was made from this account
    mine INTEGER NOT NULL            -- 1: owner, or the person says this account is theirs
) STRICT;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,          -- source.id * 2^32 + place among the events of the source
    name BLOB NOT NULL,              -- the event id, 16 bytes
    sort INTEGER NOT NULL,           -- UTC milliseconds to order by; 2^62 where nothing is known
    at INTEGER,                      -- UTC milliseconds; NULL while undecided
    earliest INTEGER,                -- bound of an undecided instant
    latest INTEGER,                  -- bound of an undecided instant
    as_written TEXT NOT NULL,        -- the time as the source writes it
    precision TEXT NOT NULL,         -- second, minute, day ...
    basis TEXT NOT NULL,             -- how the instant is known
    kind TEXT NOT NULL,              -- message, call, notice, incident, picture
    service TEXT NOT NULL,           -- the channel
    author INTEGER,                  -- account.id of who did it; NULL if unknown
    stated INTEGER NOT NULL,         -- direction the format states: 1 in, -1 out, 0 says nothing
    direction INTEGER NOT NULL,      -- 1 in, -1 out, 0 undecided
    member INTEGER NOT NULL,         -- member.id
    act INTEGER NOT NULL,            -- number of the act: equal when two sources tell the same
    named INTEGER NOT NULL,          -- 1: the source names the act, so its repeats are one act
    same_as INTEGER,                 -- event.id that tells the same act first; NULL for that one itself
    thread TEXT NOT NULL,            -- the conversation, by its lasting id or title; empty if none is told
    gone INTEGER,                    -- source.id of a newer export of the thread that does not have it
    naming INTEGER,                  -- naming.id: the name its author was shown under; NULL if none
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    rest BLOB NOT NULL               -- all further parts of the event, as MessagePack
) STRICT;
-- The rows are long: what is counted, drawn and looked for goes through these indexes alone.
CREATE INDEX event_sort ON event (sort, id, same_as, at, service, direction, kind, author);
CREATE INDEX event_act ON event (act);
CREATE INDEX event_name ON event (name);
CREATE INDEX event_author ON event (author, sort, at, naming, stated, direction, same_as);
CREATE INDEX event_same ON event (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX event_gone ON event (gone) WHERE gone IS NOT NULL;
CREATE INDEX event_thread ON event (thread, service, sort) WHERE thread <> '';

CREATE TABLE counted (
    service TEXT NOT NULL,           -- event.service
    kind TEXT NOT NULL,              -- event.kind
    direction INTEGER NOT NULL,      -- event.direction
    is_again INTEGER NOT NULL,       -- 1: event.same_as is told
    number INTEGER NOT NULL,         -- how many such events there are
    PRIMARY KEY (service, kind, direction, is_again)
) STRICT, WITHOUT ROWID;

CREATE TABLE joined (
    event INTEGER PRIMARY KEY,       -- event.id that is told with another, or stands alone, for a reason
    told INTEGER,                    -- event.id that it was joined to; NULL: it was set apart
    why TEXT NOT NULL,               -- the reason, in words
    by_person INTEGER NOT NULL       -- 1: a person said so; 0: a rule found it
) STRICT;

CREATE TABLE naming (
    id INTEGER PRIMARY KEY,          -- number made from the account and the name
    account INTEGER NOT NULL,        -- account.id
    shown_as TEXT NOT NULL           -- a display name it was shown under
) STRICT;

CREATE TABLE addressee (
    event INTEGER NOT NULL,          -- event.id
    place INTEGER NOT NULL,          -- order in which the source lists them
    account INTEGER NOT NULL,        -- account.id of whom it was sent to
    sort INTEGER NOT NULL,           -- event.sort
    PRIMARY KEY (event, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX addressee_account ON addressee (account, sort, event);

CREATE TABLE problem (
    id INTEGER PRIMARY KEY,          -- source.id * 2^32 + place among the problems of the source
    member INTEGER NOT NULL,         -- member.id, or source.id * 2^32 when it is about the whole source
    path TEXT NOT NULL,              -- member path, also where no member could be made of it
    loss TEXT NOT NULL,              -- record, part or member
    what TEXT NOT NULL,              -- a plain sentence without evidence
    raw TEXT NOT NULL,               -- the evidence it is about, maybe shortened
    unit TEXT NOT NULL,              -- unit of the position
    start INTEGER NOT NULL,          -- position
    length INTEGER NOT NULL,         -- length of the position
    importer TEXT                    -- who found it
) STRICT;

CREATE TABLE question (
    about TEXT NOT NULL,             -- me, zone, date_order
    source INTEGER NOT NULL,         -- source.id
    importer TEXT NOT NULL,
    examples TEXT NOT NULL,          -- JSON list of the person's own data
    choices TEXT NOT NULL,           -- JSON list
    PRIMARY KEY (about, source, importer)
) STRICT, WITHOUT ROWID;

CREATE TABLE look (
    sha256 TEXT PRIMARY KEY,         -- of the bytes of a picture that was looked at, hex
    source INTEGER NOT NULL,         -- source.id in which it was met first
    version INTEGER NOT NULL,        -- of the way in which it was looked at
    width INTEGER NOT NULL,          -- pixels, as it is shown; 0 where it could not be decoded
    height INTEGER NOT NULL,
    why TEXT NOT NULL,               -- why nothing was seen of it; empty where it could be looked at
    seen BLOB NOT NULL               -- all that was seen, as MessagePack
) STRICT;

CREATE TABLE alike (
    one TEXT NOT NULL,               -- look.sha256
    other TEXT NOT NULL,             -- look.sha256 of a picture that holds a part of it, or all
    how BLOB NOT NULL,               -- how they are alike, as MessagePack
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (
    said,                            -- subject, text, names and file names, cut into words by formats/words.py
    content = '',
    contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So Sk'"
);
