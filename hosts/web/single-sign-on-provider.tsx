import { Field, Input, Textarea } from "@fluentui/react-components";
import type { SingleSignOnJson } from "../../core/contract/single-sign-on.ts";
import { useSpeech } from "../kit/kit-words.tsx";

/** What comes from the identity provider, in the words of its protocol. */
export function ProviderFields({ kind, sso }: { kind: SingleSignOnJson["kind"]; sso: SingleSignOnJson }) {
	const { t } = useSpeech();
	if (kind === "oidc") {
		return (
			<>
				<Field label={t("sso.issuer")} hint={t("sso.issuerHint")} required>
					<Input name="issuer" type="url" inputMode="url" dir="ltr" defaultValue={sso.oidc.issuer} />
				</Field>
				<Field label={t("sso.clientId")} required>
					<Input name="clientId" dir="ltr" autoComplete="off" defaultValue={sso.oidc.clientId} />
				</Field>
				<Field label={t("sso.secret")} hint={sso.oidc.hasSecret ? t("sso.secretKept") : null}>
					<Input name="clientSecret" type="password" dir="ltr" autoComplete="off" />
				</Field>
			</>
		);
	}
	return (
		<>
			<Field label={t("sso.entity")} required>
				<Input name="entity" dir="ltr" defaultValue={sso.saml.issuer} />
			</Field>
			<Field label={t("sso.entryPoint")} required>
				<Input name="entryPoint" type="url" inputMode="url" dir="ltr" defaultValue={sso.saml.entryPoint} />
			</Field>
			<Field label={t("sso.certificate")} hint={t("sso.certificateHint")} required>
				<Textarea
					name="certificates"
					dir="ltr"
					rows={6}
					defaultValue={sso.saml.certificates.map(({ pem }) => pem).join("\n")}
				/>
			</Field>
		</>
	);
}

/** The provider's part of a change, from the fields of its protocol. */
export function providerOf(kind: SingleSignOnJson["kind"], text: (name: string) => string) {
	if (kind === "oidc") {
		const clientSecret = text("clientSecret");
		return { oidc: { issuer: text("issuer"), clientId: text("clientId"), ...(clientSecret && { clientSecret }) } };
	}
	const given = text("certificates");
	const whole = given.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
	return { saml: { issuer: text("entity"), entryPoint: text("entryPoint"), certificates: whole ?? [given] } };
}
