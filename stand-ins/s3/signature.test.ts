import { expect, test } from "vitest";
import { type ReceivedRequest, signatureFault } from "./signature.ts";

// AWS's own worked examples: "Signature Calculations for the Authorization Header", Amazon S3 API reference.
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const WHO = {
	region: "us-east-1",
	accessKeyId: "AKIAIOSFODNN7EXAMPLE",
	secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const NOW = Date.UTC(2013, 4, 24);

function example(target: string, signature: string, more: Record<string, string> = {}): ReceivedRequest {
	const headers: Record<string, string> = {
		host: "examplebucket.s3.amazonaws.com",
		"x-amz-content-sha256": EMPTY,
		"x-amz-date": "20130524T000000Z",
		...more,
	};
	const signed = Object.keys(headers).sort().join(";");
	const scope = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
	const authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${signed},Signature=${signature}`;
	return { method: "GET", target, headers: { ...headers, authorization } };
}

const GET_OBJECT = example("/test.txt", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", {
	range: "bytes=0-9",
});

test("the signatures of AWS's examples are right", () => {
	expect(signatureFault(GET_OBJECT, WHO, NOW)).toBeNull();
	const list = example("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
	expect(signatureFault(list, WHO, NOW)).toBeNull();
});

test("anything else is refused by its name", () => {
	expect(signatureFault({ ...GET_OBJECT, target: "/test2.txt" }, WHO, NOW)).toBe("SignatureDoesNotMatch");
	expect(signatureFault(GET_OBJECT, { ...WHO, secretAccessKey: "another" }, NOW)).toBe("SignatureDoesNotMatch");
	expect(signatureFault(GET_OBJECT, { ...WHO, accessKeyId: "another" }, NOW)).toBe("InvalidAccessKeyId");
	expect(signatureFault(GET_OBJECT, { ...WHO, region: "eu-west-1" }, NOW)).toBe("AuthorizationHeaderMalformed");
	expect(signatureFault(GET_OBJECT, WHO, NOW + 16 * 60_000)).toBe("RequestTimeTooSkewed");
	expect(signatureFault({ ...GET_OBJECT, headers: {} }, WHO, NOW)).toBe("AccessDenied");
	const unsigned = { ...GET_OBJECT, headers: { ...GET_OBJECT.headers, "x-amz-meta-x": "1" } };
	expect(signatureFault(unsigned, WHO, NOW)).toBe("AccessDenied");
});
