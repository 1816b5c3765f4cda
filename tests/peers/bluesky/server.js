// Starts a personal data server and the directory of identities it needs, both on loopback, and prints one line of
// JSON when they answer: {"address", "adminPassword"}. They end with standard input, so none outlives its tests.
'use strict'
const { mkdirSync } = require('node:fs')
const net = require('node:net')
const { join } = require('node:path')

// Neither server can be told an address to listen on.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  const callback = rest.find((value) => typeof value === 'function')
  return listen.call(this, { port, host: '127.0.0.1' }, callback)
}
require('node:dns').setDefaultResultOrder('ipv4first')

// Node 24 breaks off when it collects a statement or a database of better-sqlite3, so none is ever let go.
const Database = require('better-sqlite3')
const { prepare } = Database.prototype
const kept = new Set()
Database.prototype.prepare = function (...source) {
  const statement = prepare.apply(this, source)
  kept.add(this).add(statement)
  return statement
}

const { Secp256k1Keypair, randomStr } = require('@atproto/crypto')
const { PDS, envToCfg, envToSecrets } = require('@atproto/pds')
const plc = require('@did-plc/server')

async function freePort() {
  const server = net.createServer()
  await new Promise((resolve) => server.listen(0, resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function start(folder) {
  const plcPort = await freePort()
  const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: plcPort })
  await directory.start()

  const port = await freePort()
  const adminPassword = randomStr(16, 'base32')
  const rotationKey = await Secp256k1Keypair.create({ exportable: true })
  const recoveryKey = await Secp256k1Keypair.create()
  const blobs = join(folder, 'blobs')
  mkdirSync(blobs, { recursive: true })
  const env = {
    devMode: true,
    disableSsrfProtection: true, // its identities lie on loopback too
    port,
    hostname: 'localhost',
    dataDirectory: folder,
    blobstoreDiskLocation: blobs,
    didPlcUrl: `http://localhost:${plcPort}`,
    recoveryDidKey: recoveryKey.did(),
    plcRotationKeyK256PrivateKeyHex: Buffer.from(await rotationKey.export()).toString('hex'),
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    adminPassword,
    jwtSecret: randomStr(16, 'base32'),
  }
  const server = await PDS.create(envToCfg(env), envToSecrets(env))
  await server.start()
  return { address: `http://localhost:${port}`, adminPassword }
}

process.stdin.on('end', () => process.exit(0)).resume()
start(process.argv[2]).then(
  (peer) => console.log(JSON.stringify(peer)),
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
