import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A request as it came over the wire. */
export interface ReceivedRequest {
	method: string;
	/** Path and query as sent, not decoded. */
	target: string;
	headers: Record<string, string | string[] | undefined>;
}

/** Whom the server knows. */
export interface S3Identity {
	region: string;
	accessKeyId: string;
	secretAccessKey: string;
}

const SKEW_MS = 15 * 60_000;

/**
 * What is wrong with the signature (AWS Signature Version 4, in a header), by S3's name for it, or null. Written from AWS's
 * description and not by the library that signs, so that the two can disagree.
 */
export function signatureFault(request: ReceivedRequest, who: S3Identity, now: number): string | null {
	const given =
		/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
			header(request, "authorization"),
		);
	if (!given) return "AccessDenied";
	const [, keyId = "", day = "", region = "", names = "", signature = ""] = given;
	if (keyId !== who.accessKeyId) return "InvalidAccessKeyId";
	if (region !== who.region) return "AuthorizationHeaderMalformed";
	const stamp = header(request, "x-amz-date");
	const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
	if (!stamp.startsWith(day) || !(Math.abs(now - at) <= SKEW_MS)) return "RequestTimeTooSkewed";
	const signed = names.split(";");
	const mustBe = ["host", ...Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"))];
	if (mustBe.some((name) => !signed.includes(name))) return "AccessDenied";
	const right = signatureOf(request, { day, region, stamp, signed }, who.secretAccessKey);
	return timingSafeEqual(Buffer.from(right), Buffer.from(signature)) ? null : "SignatureDoesNotMatch";
}

function signatureOf(
	request: ReceivedRequest,
	{ day, region, stamp, signed }: { day: string; region: string; stamp: string; signed: string[] },
	secret: string,
): string {
	const [path = "", query = ""] = request.target.split("?");
	const canonical = [
		request.method,
		path,
		query
			.split("&")
			.filter((pair) => pair !== "")
			.map(canonicalPair)
			.sort()
			.join("&"),
		...signed.map((name) => `${name}:${header(request, name).trim().replace(/\s+/g, " ")}`),
		"",
		signed.join(";"),
		header(request, "x-amz-content-sha256"),
	].join("\n");
	const scope = `${day}/${region}/s3/aws4_request`;
	const toSign = ["AWS4-HMAC-SHA256", stamp, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
	const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secret}`);
	return hmac(key, toSign).toString("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
	return createHmac("sha256", key).update(text).digest();
}

/** A pair of the query as AWS writes it: all but letters, digits and -._~ escaped. */
function canonicalPair(pair: string): string {
	const [name = "", value = ""] = pair.split("=");
	return [name, value]
		.map((part) =>
			encodeURIComponent(decodeURIComponent(part.replaceAll("+", " "))).replace(
				/[!'()*]/g,
				(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
			),
		)
		.join("=");
}

function header({ headers }: ReceivedRequest, name: string): string {
	return String(headers[name] ?? "");
}
