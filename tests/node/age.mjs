// Seals or opens with the library of age's own author, for tests/interop. One JSON object comes on
// standard input, one goes to standard output; bytes are base64.
//   {verb: "keys", kind: "hybrid" | "x25519"}                 -> {identity, recipient}
//   {verb: "seal", recipients, passphrase, plain, armored}    -> {sealed}
//   {verb: "open", identities, passphrases, sealed, armored}  -> {plain}
import * as age from "age-encryption";
import { text } from "node:stream/consumers";

const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
const base64 = (bytes) => Buffer.from(bytes).toString("base64");

const verbs = {
  async keys({ kind }) {
    const generate = kind === "hybrid" ? age.generateHybridIdentity : age.generateX25519Identity;
    const identity = await generate();
    return { identity, recipient: await age.identityToRecipient(identity) };
  },
  async seal({ recipients = [], passphrase, plain, armored }) {
    const sealer = new age.Encrypter();
    recipients.forEach((recipient) => sealer.addRecipient(recipient));
    if (passphrase !== undefined) {
      sealer.setScryptWorkFactor(12);
      sealer.setPassphrase(passphrase);
    }
    const sealed = await sealer.encrypt(bytes(plain));
    return { sealed: base64(armored ? Buffer.from(age.armor.encode(sealed)) : sealed) };
  },
  async open({ identities = [], passphrases = [], sealed, armored }) {
    const opener = new age.Decrypter();
    identities.forEach((identity) => opener.addIdentity(identity));
    passphrases.forEach((passphrase) => opener.addPassphrase(passphrase));
    const file = armored ? age.armor.decode(Buffer.from(bytes(sealed)).toString()) : bytes(sealed);
    return { plain: base64(await opener.decrypt(file)) };
  },
};

const order = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(await verbs[order.verb](order)));
