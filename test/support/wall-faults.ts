/** Asks PostgreSQL as superuser; inside a transaction, it sees what that has not committed. */
export type AskCatalog = (text: string, values?: unknown[]) => Promise<Array<{ fault: string }>>

/** Tables that hold rows of no tenant, and why. What such a table may be to the runtime role is judged all the same. */
const withoutTenant: Record<string, string> = {
  vendor: 'the platform’s catalog: everybody reads it, the operator writes it',
  category: 'the platform’s catalog',
  product: 'the platform’s catalog',
  offer: 'the platform’s catalog',
  search_word: 'the platform’s catalog: the words of its products',
  search_synonym: 'the platform’s catalog',
  job_lane: 'one row a queue, which the gate alone touches',
  operation_report: 'what processes report of their own work, which the gate alone touches',
  sign_in_attempt: 'counted by the gate before anybody is known',
  mikro_orm_migrations: 'written by the owner when it migrates',
}

/** Configuration that the sellers below inherit: readable downward. */
const inherited = ['price_list', 'price', 'terms_document', 'terms_version']

/** Unique keys that do not begin with the tenant, and why they tell nobody anything. */
const openKeys: Record<string, string> = {
  'outbox_event(feed_position)': 'given by one sequence, never chosen by a tenant',
}

/** References between tenants' tables that cross tenants by their nature. */
const crossing: Record<string, string> = {
  'organization(parent_id)': 'the tree of sellers',
  'price_list(reseller_id)': 'what a seller charges the reseller directly below',
  'terms_acceptance(terms_seller_id, version_id)': 'terms that a seller above published',
}

/** The tables of schema countersign; `tenant`: it has the tenant key. Every question below begins with this. */
const tables = `WITH t AS (
  SELECT c.oid, c.relname AS name, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced,
    coalesce(obj_description(c.oid, 'pg_class'), '') AS comment,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'seller_id' AND NOT a.attisdropped) AS tenant,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped) AS scoped
  FROM pg_class c WHERE c.relnamespace = 'countersign'::regnamespace AND c.relkind IN ('r', 'p')
), columns_of AS (
  SELECT c.oid AS of, string_agg(a.attname, ', ' ORDER BY k.place) AS list
  FROM pg_constraint c, unnest(c.conkey) WITH ORDINALITY k (number, place), pg_attribute a
  WHERE a.attrelid = c.conrelid AND a.attnum = k.number GROUP BY c.oid
), policy AS (
  SELECT t.*, p.polname, p.polcmd, p.polpermissive, p.polroles,
    coalesce(pg_get_expr(p.polqual, p.polrelid), '') AS reads, coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') AS writes
  FROM t JOIN pg_policy p ON p.polrelid = t.oid
)`

const app = `'countersign_app'::regrole`

/** True of a policy's expression that names the tenant's rows by this setting, and has no other way in. */
const namesTenant = (expression: string, settings: string) =>
  `(${expression} ~ '^\\(seller_id = ANY \\(.*setting_list\\(''app\\.(${settings})''' AND ${expression} !~* '\\mOR\\M')`

/** For each command: its letter in the catalog, and which expressions must stand in a policy that opens it. */
const commands = [
  ['SELECT', 'r', namesTenant('reads', 'sellers')],
  ['INSERT', 'a', namesTenant('writes', 'writable')],
  ['UPDATE', 'w', `${namesTenant('reads', 'writable')} AND ${namesTenant('writes', 'writable')}`],
  ['DELETE', 'd', namesTenant('reads', 'writable')],
] as const

const ofTables = [
  `SELECT name || ': row-level security is off' AS fault FROM t WHERE tenant AND NOT secured`,
  `SELECT name || ': row-level security is not forced on its owner' AS fault FROM t WHERE tenant AND NOT forced`,
  `SELECT t.name || ': seller_id may be null' AS fault FROM t JOIN pg_attribute a ON a.attrelid = t.oid
   WHERE a.attname = 'seller_id' AND NOT a.attnotnull`,
  `SELECT name || ': has no tenant key, and nobody said why' AS fault FROM t WHERE NOT tenant AND NOT name = ANY ($1)`,
  `SELECT name || ': the runtime role reaches it, and row-level security is off or not forced' AS fault FROM t
   WHERE NOT tenant AND NOT (secured AND forced)
     AND has_any_column_privilege('countersign_app', oid, 'SELECT, INSERT, UPDATE, REFERENCES')`,
  `SELECT name || ': policy ' || polname || ' lets others than the operator write' AS fault FROM policy
   WHERE NOT tenant AND polpermissive AND ${app} = ANY (polroles) AND polcmd <> 'r'
     AND NOT (reads || writes) ~ 'app\\.operator'`,
  `SELECT t.name || ': no index begins with seller_id' AS fault FROM t WHERE tenant AND NOT EXISTS (
     SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
     WHERE i.indrelid = t.oid AND a.attname = 'seller_id' AND i.indpred IS NULL AND i.indisvalid)`,
]

const ofPolicies = [
  ...commands.map(
    ([
      command,
      letter,
      condition,
    ]) => `SELECT name || ': no policy opens ${command} to its tenant alone' AS fault
     FROM t WHERE tenant AND has_table_privilege('countersign_app', oid, '${command}')
       AND NOT EXISTS (SELECT FROM policy p WHERE p.oid = t.oid AND polpermissive
       AND polcmd IN ('${letter}', '*') AND ${app} = ANY (polroles) AND ${condition})`,
  ),
  `SELECT name || ': policy ' || polname || ' lets in more than the tenant' AS fault FROM policy
   WHERE tenant AND polpermissive AND NOT polroles = ARRAY['countersign_gate'::regrole::oid] AND NOT (CASE polcmd
     WHEN 'r' THEN ${namesTenant('reads', 'sellers')} OR (name = ANY ($2) AND ${namesTenant('reads', 'ancestors')})
     ELSE (reads = '' OR ${namesTenant('reads', 'writable')}) AND (writes = '' OR ${namesTenant('writes', 'writable')}) END)`,
  `SELECT name || ': nothing holds a customer''s user to its organization' AS fault FROM t
   WHERE scoped AND NOT EXISTS (SELECT FROM policy p WHERE p.oid = t.oid AND NOT polpermissive AND polcmd = '*'
     AND ${app} = ANY (polroles) AND reads ~ 'organization_scope\\(\\)' AND reads ~ 'organization_id = ANY')`,
]

const ofKeys = [
  `SELECT f.name || ': the reference (' || l.list || ') to ' || o.name || ' does not hold seller_id' AS fault
   FROM pg_constraint c JOIN t f ON f.oid = c.conrelid JOIN t o ON o.oid = c.confrelid JOIN columns_of l ON l.of = c.oid
   WHERE c.contype = 'f' AND f.tenant AND o.tenant AND NOT f.name || '(' || l.list || ')' = ANY ($4)
     AND NOT (o.name = 'organization' AND l.list = 'seller_id')
     AND NOT EXISTS (SELECT FROM unnest(c.conkey, c.confkey) AS k (here, there)
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.here AND a.attname = 'seller_id'
       JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.there AND b.attname = 'seller_id')`,
  // A primary key is one unguessable id, and so is the hash of a token: that one exists tells nobody whose it is.
  `SELECT name || ': the unique index ' || index || ' (' || list || ') does not begin with seller_id' AS fault FROM (
     SELECT t.name, x.relname AS index, i.indisprimary, string_agg(coalesce(a.attname, '?'), ', ' ORDER BY k.place) AS list
     FROM t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class x ON x.oid = i.indexrelid
     CROSS JOIN unnest(i.indkey) WITH ORDINALITY k (number, place)
     LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
     WHERE t.tenant AND i.indisunique GROUP BY 1, 2, 3) AS keys
   WHERE list !~ '^seller_id(,|$)' AND NOT (indisprimary AND list ~ '^(\\w+_)?id$') AND list <> 'token_hash'
     AND NOT name || '(' || list || ')' = ANY ($3)`,
]

const ofViewsAndFunctions = [
  `SELECT c.relname || ': the view runs as its owner (no security_invoker)' AS fault FROM pg_class c
   WHERE c.relnamespace::regnamespace::text IN ('countersign', 'gate') AND c.relkind = 'v'
     AND NOT coalesce(c.reloptions::text[], '{}') && ARRAY['security_invoker=true', 'security_invoker=on']`,
  `SELECT c.relname || ': a materialized view stands outside row-level security' AS fault FROM pg_class c
   WHERE c.relnamespace::regnamespace::text IN ('countersign', 'gate') AND c.relkind = 'm'`,
  ...(
    [
      [`nspname <> 'gate'`, 'is SECURITY DEFINER outside the gate'],
      [`nspname = 'gate' AND rolname <> 'countersign_gate'`, 'does not belong to countersign_gate'],
      [
        `NOT coalesce(proconfig, '{}') && ARRAY['search_path=countersign, pg_temp']`,
        'has no fixed search_path (countersign, pg_temp)',
      ],
      [`has_function_privilege('public', oid, 'EXECUTE')`, 'may be called by PUBLIC'],
    ] as const
  ).map(
    ([condition, sentence]) => `SELECT nspname || '.' || proname || ': ${sentence}' AS fault FROM (
       SELECT p.oid, n.nspname, p.proname, r.rolname, p.proconfig
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
       WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')) AS f WHERE ${condition}`,
  ),
]

const ofRoles = [
  `SELECT rolname || ': has ' || attribute AS fault FROM pg_roles CROSS JOIN LATERAL (VALUES ('SUPERUSER', rolsuper),
     ('BYPASSRLS', rolbypassrls), ('CREATEDB', rolcreatedb), ('CREATEROLE', rolcreaterole), ('REPLICATION', rolreplication),
     ('LOGIN', rolcanlogin AND rolname = 'countersign_gate')) AS has (attribute, held)
   WHERE rolname IN ('countersign_app', 'countersign_gate', 'countersign_owner') AND held`,
  `SELECT m.roleid::regrole || ': countersign_app is a member of it' AS fault FROM pg_auth_members m
   WHERE m.member = ${app}`,
  `SELECT c.relname || ': belongs to ' || c.relowner::regrole AS fault FROM pg_class c
   WHERE c.relnamespace::regnamespace::text IN ('countersign', 'gate') AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
     AND c.relowner::regrole::text IN ('countersign_app', 'countersign_gate')`,
  `SELECT nspname || ': countersign_app may create in this schema' AS fault FROM pg_namespace
   WHERE nspname IN ('countersign', 'gate', 'public') AND has_schema_privilege('countersign_app', oid, 'CREATE')`,
]

const ofGrants = [
  `SELECT name || ': countersign_app holds ' || right_ AS fault
   FROM t CROSS JOIN unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS right_
   WHERE has_table_privilege('countersign_app', t.oid, right_)`,
  `SELECT DISTINCT name || ': granted to PUBLIC' AS fault FROM t JOIN pg_class c ON c.oid = t.oid
   CROSS JOIN aclexplode(c.relacl) AS g WHERE g.grantee = 0`,
  `SELECT name || ': is append-only, and countersign_app holds ' || right_ AS fault
   FROM t CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE']) AS right_
   WHERE comment ~* '^append-only' AND CASE right_ WHEN 'DELETE' THEN has_table_privilege('countersign_app', t.oid, right_)
     ELSE has_any_column_privilege('countersign_app', t.oid, right_) END`,
]

const exceptions = [Object.keys(withoutTenant), inherited, Object.keys(openKeys), Object.keys(crossing)]

/**
 * Holds the catalog of PostgreSQL against what wall two promises; every fault is a sentence that names the table and
 * what is wrong. Which tables there are, the catalog says: a table made tomorrow is judged tomorrow. A table whose
 * comment begins with "Append-only" may be neither changed nor emptied by the runtime role.
 */
export async function findWallFaults(ask: AskCatalog): Promise<string[]> {
  const questions = [ofTables, ofPolicies, ofKeys, ofViewsAndFunctions, ofRoles, ofGrants].flat()
  const text = questions.map((question) => `(${question})`).join('\nUNION ALL\n')
  // Every parameter must be named once, or PostgreSQL could not tell its type.
  const rows = await ask(`${tables} ${text} ORDER BY 1`, exceptions)
  return rows.map(({ fault }) => fault)
}
