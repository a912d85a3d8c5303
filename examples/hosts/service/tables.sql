-- The tables of the service. Run it as often as you like: psql "$DATABASE_URL" -f tables.sql

-- What is known. A row is added and never changed: a correction is a new row of the same key, and the newest counts.
CREATE TABLE IF NOT EXISTS entries (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    recorded_on date NOT NULL,
    row jsonb NOT NULL
);
CREATE TABLE IF NOT EXISTS roster (LIKE entries INCLUDING ALL);
CREATE TABLE IF NOT EXISTS claims (LIKE entries INCLUDING ALL);

-- What was evaluated: the whole result as it was written, and the hashes of what went in and what came out.
-- applied is the turn in which it was applied: 1, 2, ...; null until then.
CREATE TABLE IF NOT EXISTS runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    as_of date NOT NULL,
    known_at date,
    evaluation text NOT NULL,
    certificate jsonb NOT NULL,
    applied integer UNIQUE
);

-- What is to be paid. If a payment grows, a later run has a second row of the same id, with what is left to pay.
CREATE TABLE IF NOT EXISTS payments (
    payment_id text,
    run_id bigint REFERENCES runs,
    payee text NOT NULL,
    reward text NOT NULL,
    amount numeric NOT NULL CHECK (amount > 0),
    unit text NOT NULL,
    day date NOT NULL,
    sent boolean NOT NULL DEFAULT false,
    PRIMARY KEY (payment_id, run_id)
);

-- Stands for the payroll, which is another system: it takes each order once, however often it is told.
CREATE TABLE IF NOT EXISTS payroll (
    order_id text PRIMARY KEY,
    payee text NOT NULL,
    amount numeric NOT NULL,
    unit text NOT NULL
);

CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% only grows: add a row', TG_TABLE_NAME; END $$;
CREATE OR REPLACE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON entries EXECUTE FUNCTION refuse();
CREATE OR REPLACE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON roster EXECUTE FUNCTION refuse();
CREATE OR REPLACE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON claims EXECUTE FUNCTION refuse();
