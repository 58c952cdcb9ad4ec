-- The log of a case: truth. Opened with SQLCipher 4 and the raw key "log_key".

CREATE TABLE entries (                 -- what happened to the case, in order; never changed, never removed
    number INTEGER PRIMARY KEY,        -- position in the log, from 0 without gaps
    action TEXT    NOT NULL,           -- create, import, answer, decide, view-export, export, anchor, key, verify, withdraw, copy, heal, merge, take in
    at     INTEGER NOT NULL,           -- UTC milliseconds by the clock of the machine
    body   BLOB    NOT NULL,           -- the entry itself: canonical JSON (RFC 8785) with action, at and a nonce
    leaf   BLOB    NOT NULL            -- SHA-256 of a zero byte and the body: the leaf in the hash tree (RFC 6962)
) STRICT;

CREATE INDEX entries_by_action ON entries (action, number);

CREATE TABLE segments (                -- the encrypted files under objects/
    container TEXT    NOT NULL,        -- name of the folder: objects/<first two letters>/<container>
    number    INTEGER NOT NULL,        -- name of the file in it, from 0: 0000, 0001 ...
    size      INTEGER NOT NULL,        -- bytes of the encrypted file
    seal      BLOB    NOT NULL,        -- the 32 bytes after "---" in its head; they name this very file
    PRIMARY KEY (container, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE objects (                 -- where the originals are
    sha256    TEXT    PRIMARY KEY,     -- SHA-256 of the original, hex
    container TEXT    NOT NULL,        -- the folder whose decrypted files, one after the other, hold it
    start     INTEGER NOT NULL,        -- first byte in that
    size      INTEGER NOT NULL         -- number of bytes
) STRICT, WITHOUT ROWID;

CREATE INDEX large_objects ON objects (size) WHERE size >= 1048576;

CREATE TABLE frontier (                -- one row: the hash tree over all entries, as short as it can be told
    one   INTEGER PRIMARY KEY CHECK (one = 1), -- always 1
    size  INTEGER NOT NULL,            -- number of entries
    nodes BLOB    NOT NULL             -- roots of the full subtrees, largest first, 32 bytes each
) STRICT;

CREATE TABLE checkpoints (             -- signed states of the log (C2SP checkpoint)
    number INTEGER PRIMARY KEY,        -- counts up
    size   INTEGER NOT NULL,           -- number of entries it speaks for
    at     INTEGER NOT NULL,           -- UTC milliseconds by the clock of the machine
    note   TEXT    NOT NULL            -- the signed text
) STRICT;

CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER segments_stay BEFORE UPDATE ON segments BEGIN SELECT RAISE(ABORT, 'originals stay'); END;
CREATE TRIGGER segments_remain BEFORE DELETE ON segments BEGIN SELECT RAISE(ABORT, 'originals stay'); END;
CREATE TRIGGER objects_stay BEFORE UPDATE ON objects BEGIN SELECT RAISE(ABORT, 'originals stay'); END;
CREATE TRIGGER objects_remain BEFORE DELETE ON objects BEGIN SELECT RAISE(ABORT, 'originals stay'); END;
CREATE TRIGGER checkpoints_stay BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER checkpoints_remain BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER frontier_remains BEFORE DELETE ON frontier BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;

INSERT INTO frontier VALUES (1, 0, x'');
