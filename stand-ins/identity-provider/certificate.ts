import { generateKeyPairSync, sign, X509Certificate } from "node:crypto";

/** A key and a certificate that it has signed for itself, both PEM. */
export interface KeyAndCertificate {
	privateKey: string;
	certificate: string;
}

/** Makes an RSA key and an X.509 certificate of ten years (RFC 5280, written out by hand). */
export function makeCertificate(name: string, now = Date.now()): KeyAndCertificate {
	const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const algorithm = sequence(oid("2a864886f70d01010b"), der(0x05));
	const whose = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(name)))));
	const valid = sequence(moment(now - 86_400_000), moment(now + 10 * 365 * 86_400_000));
	const body = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		algorithm,
		whose,
		valid,
		whose,
		publicKey.export({ type: "spki", format: "der" }),
	);
	const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, privateKey)]));
	const certificate = new X509Certificate(sequence(body, algorithm, signature));
	return {
		privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
		certificate: certificate.toString().trim(),
	};
}

function der(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
	return der(0x30, ...parts);
}

function oid(hex: string): Buffer {
	return der(0x06, Buffer.from(hex, "hex"));
}

function moment(ms: number): Buffer {
	const text = new Date(ms).toISOString().replace(/[-:T]/g, "").slice(2, 14);
	return der(0x17, Buffer.from(`${text}Z`));
}
