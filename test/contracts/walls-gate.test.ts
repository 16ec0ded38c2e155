import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { findWallFaults } from '../support/wall-faults.ts'

describe('row-level security in the catalog of PostgreSQL', () => {
  let database: TestDatabase
  let superuser: pg.Client
  beforeAll(async () => {
    database = await cloneDatabase()
    superuser = new pg.Client({
      connectionString: database.superuserUrl,
      options: '-c search_path=countersign',
    })
    await superuser.connect()
  })
  afterAll(async () => {
    await superuser.end()
    await database.drop()
  })

  const faults = () =>
    findWallFaults(async (text, values) => (await superuser.query<{ fault: string }>(text, values)).rows)

  /** Roles belong to the whole server, which other test files share: no plant is ever committed. */
  async function faultsWith(plant: string): Promise<string[]> {
    await superuser.query('BEGIN')
    try {
      await superuser.query(plant)
      return await faults()
    } finally {
      await superuser.query('ROLLBACK')
    }
  }

  it('stands around every table of a tenant', async () => {
    const { rows } = await superuser.query<{ count: number }>(
      `SELECT count(*)::int FROM information_schema.columns WHERE table_schema = 'countersign' AND column_name = 'seller_id'`,
    )
    expect(rows[0]?.count).toBeGreaterThanOrEqual(27)
    expect(await faults()).toEqual([])
  })

  const plants: Array<[what: string, plant: string, faults: string[]]> = [
    ['a table open', 'ALTER TABLE orders DISABLE ROW LEVEL SECURITY', ['orders: row-level security is off']],
    [
      'a table open to its owner',
      'ALTER TABLE price NO FORCE ROW LEVEL SECURITY',
      ['price: row-level security is not forced on its owner'],
    ],
    [
      'a policy gone',
      'DROP POLICY tenant_update ON account',
      ['account: no policy opens UPDATE to its tenant alone'],
    ],
    [
      'a policy that lets everybody read',
      'CREATE POLICY wide ON contact FOR SELECT TO countersign_app USING (true)',
      ['contact: policy wide lets in more than the tenant'],
    ],
    [
      'a policy with a second way in',
      `CREATE POLICY wide ON api_key FOR SELECT TO countersign_app
         USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]) OR name = 'shared')`,
      ['api_key: policy wide lets in more than the tenant'],
    ],
    [
      'a policy that lets whoever reads also write',
      `CREATE POLICY wide ON orders FOR UPDATE TO countersign_app USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]))`,
      ['orders: policy wide lets in more than the tenant'],
    ],
    [
      'orders readable by the resellers below',
      `CREATE POLICY inherited_read ON orders FOR SELECT TO countersign_app
         USING (seller_id = ANY ((SELECT setting_list('app.ancestors'))::text[]))`,
      ['orders: policy inherited_read lets in more than the tenant'],
    ],
    [
      'customers not held apart',
      'DROP POLICY organization_scope ON order_line',
      ["order_line: nothing holds a customer's user to its organization"],
    ],
    [
      'a plain reference',
      'ALTER TABLE webhook_attempt ADD FOREIGN KEY (message_id) REFERENCES webhook_message (id)',
      ['webhook_attempt: the reference (message_id) to webhook_message does not hold seller_id'],
    ],
    [
      'a key over all tenants',
      'CREATE UNIQUE INDEX taken ON orders (external_reference)',
      ['orders: the unique index taken (external_reference) does not begin with seller_id'],
    ],
    ['no index by tenant', 'DROP INDEX user_token_by_user', ['user_token: no index begins with seller_id']],
    [
      'a row without a tenant',
      'ALTER TABLE session ALTER seller_id DROP NOT NULL',
      ['session: seller_id may be null'],
    ],
    [
      'a view that runs as its owner',
      'CREATE VIEW all_orders AS SELECT * FROM orders',
      ['all_orders: the view runs as its owner (no security_invoker)'],
    ],
    [
      'a materialized view',
      'CREATE MATERIALIZED VIEW order_counts AS SELECT seller_id, count(*) FROM orders GROUP BY 1',
      ['order_counts: a materialized view stands outside row-level security'],
    ],
    [
      'a door beside the gate',
      `CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp
         AS 'SELECT count(*) FROM orders'; REVOKE ALL ON FUNCTION peek() FROM PUBLIC`,
      ['countersign.peek: is SECURITY DEFINER outside the gate'],
    ],
    [
      'a gate function that follows its caller’s search_path',
      'ALTER FUNCTION gate.sellers() RESET search_path',
      ['gate.sellers: has no fixed search_path (countersign, pg_temp)'],
    ],
    [
      'a gate function that its caller’s temporary tables can deceive',
      'ALTER FUNCTION gate.sellers() SET search_path = countersign',
      ['gate.sellers: has no fixed search_path (countersign, pg_temp)'],
    ],
    [
      'a gate function of the superuser',
      'ALTER FUNCTION gate.sellers() OWNER TO CURRENT_USER',
      ['gate.sellers: does not belong to countersign_gate'],
    ],
    [
      'a gate function for everybody',
      'GRANT EXECUTE ON FUNCTION gate.sellers() TO PUBLIC',
      ['gate.sellers: may be called by PUBLIC'],
    ],
    [
      'a runtime role that passes by',
      'ALTER ROLE countersign_app BYPASSRLS',
      ['countersign_app: has BYPASSRLS'],
    ],
    [
      'a runtime role that can become the owner',
      'GRANT countersign_owner TO countersign_app WITH INHERIT FALSE',
      ['countersign_owner: countersign_app is a member of it'],
    ],
    ['a gate that signs in', 'ALTER ROLE countersign_gate LOGIN', ['countersign_gate: has LOGIN']],
    [
      'a table that the runtime role owns',
      'ALTER TABLE contact OWNER TO countersign_app',
      [
        'contact: belongs to countersign_app',
        ...['REFERENCES', 'TRIGGER', 'TRUNCATE'].map((right) => `contact: countersign_app holds ${right}`),
      ],
    ],
    [
      'history that can be deleted',
      'GRANT DELETE ON approval_decision TO countersign_app',
      ['approval_decision: is append-only, and countersign_app holds DELETE'],
    ],
    [
      'history of which one column can be changed',
      'GRANT UPDATE (data) ON outbox_event TO countersign_app',
      ['outbox_event: is append-only, and countersign_app holds UPDATE'],
    ],
    [
      'a table that can be emptied',
      'GRANT TRUNCATE ON terms_chain TO countersign_app',
      ['terms_chain: countersign_app holds TRUNCATE'],
    ],
    ['a table for everybody', 'GRANT SELECT ON offer TO PUBLIC', ['offer: granted to PUBLIC']],
    [
      'a catalog that everybody writes',
      'CREATE POLICY wide ON product FOR UPDATE TO countersign_app USING (true)',
      ['product: policy wide lets others than the operator write'],
    ],
    [
      'a table of nobody',
      'CREATE TABLE loose (id text PRIMARY KEY); GRANT SELECT ON loose TO countersign_app',
      [
        'loose: has no tenant key, and nobody said why',
        'loose: the runtime role reaches it, and row-level security is off or not forced',
      ],
    ],
    [
      'a table of a tenant, and nothing around it',
      `CREATE TABLE bare (id text PRIMARY KEY, seller_id text, organization_id text, name text UNIQUE);
       GRANT SELECT, INSERT, UPDATE, DELETE ON bare TO countersign_app`,
      [
        'bare: no index begins with seller_id',
        ...['DELETE', 'INSERT', 'SELECT', 'UPDATE'].map(
          (command) => `bare: no policy opens ${command} to its tenant alone`,
        ),
        "bare: nothing holds a customer's user to its organization",
        'bare: row-level security is not forced on its owner',
        'bare: row-level security is off',
        'bare: seller_id may be null',
        'bare: the unique index bare_name_key (name) does not begin with seller_id',
      ],
    ],
  ]

  it.each(plants)('with %s is found wanting, there and nowhere else', async (_, plant, expected) => {
    expect(await faultsWith(plant)).toEqual(expected.toSorted())
  })

  it('is told of no fault in a table that was made as it should be', async () => {
    const held = (command: string, setting: string, way: string) =>
      `CREATE POLICY tenant_${command} ON fresh FOR ${command} TO countersign_app
         ${way} (seller_id = ANY ((SELECT setting_list('app.${setting}'))::text[]));`
    const fresh = `
      CREATE TABLE fresh (id text PRIMARY KEY, seller_id text NOT NULL, order_id text, UNIQUE (seller_id, id),
        FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id));
      ALTER TABLE fresh ENABLE ROW LEVEL SECURITY; ALTER TABLE fresh FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT, UPDATE, DELETE ON fresh TO countersign_app;
      ${held('SELECT', 'sellers', 'USING')} ${held('INSERT', 'writable', 'WITH CHECK')}
      ${held('DELETE', 'writable', 'USING')}`
    const update = `CREATE POLICY tenant_update ON fresh FOR UPDATE TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))`
    expect(await faultsWith(`${fresh} ${update}`)).toEqual([])
    expect(await faultsWith(fresh)).toEqual(['fresh: no policy opens UPDATE to its tenant alone'])
  })

  it('is whole again after the plants', async () => {
    process.stdout.write(`${plants.length} planted faults, ${plants.length} found by name\n`)
    expect(await faults()).toEqual([])
  })
})
