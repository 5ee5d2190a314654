import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { SecondStep, StepTaken, TotpSetupJson } from "../../core/contract/second-step.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { Skeleton } from "../kit/state-notice.tsx";
import { AccountFault } from "./account-fault.tsx";
import { signWithPasskey } from "./passkey.ts";
import { usePortal } from "./portal-context.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { navigate } from "./router.tsx";
import { CodeField, TotpSetup } from "./totp-setup.tsx";

/** What comes after the password: a code, a passkey or a recovery code; or setting an app up where there is none yet. */
export function SecondStepForm({ step, again }: { step: SecondStep["secondStep"]; again: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [taken, setTaken] = useState<StepTaken | null>(null);
	const top = useRef<HTMLHeadingElement>(null);
	const isSetUp = step.methods.length === 0;
	useEffect(() => top.current?.focus(), []);
	const goIn = (next: StepTaken) => {
		session.enter(next);
		// From a mailed link there is nothing to go back to.
		if (location.pathname.startsWith("/start/")) navigate("/", { replace: true });
	};
	const enter = (next: StepTaken) => (next.recoveryCodes ? setTaken(next) : goIn(next));
	return (
		<section aria-labelledby="step-title">
			<h2 id="step-title" ref={top} tabIndex={-1}>
				{t(isSetUp ? "step.setUpTitle" : "step.title")}
			</h2>
			{taken?.recoveryCodes ? (
				<RecoveryCodes codes={taken.recoveryCodes} kept={() => goIn(taken)} />
			) : isSetUp ? (
				<SetUp token={step.token} enter={enter} again={again} />
			) : (
				<Take step={step} enter={enter} again={again} />
			)}
		</section>
	);
}

interface Way {
	enter: (taken: StepTaken) => void;
	again: () => void;
}

function Take({ step, enter, again }: Way & { step: SecondStep["secondStep"] }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { token, methods } = step;
	const [way, setWay] = useState<"code" | "recovery" | null>(methods.includes("totp") ? "code" : null);
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const work = (call: Promise<StepTaken>) => {
		setBusy(true);
		setFault(null);
		call
			.then(enter)
			.catch((f: Error) => setFault(f))
			.finally(() => setBusy(false));
	};
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const text = (name: string) => String(given.get(name) ?? "");
		work(
			session.client.takeSecondStep(
				way === "recovery" ? { token, recoveryCode: text("recovery") } : { token, code: text("code") },
			),
		);
	};
	const sign = () =>
		work(
			session.client
				.passkeyOptions(token)
				.then(signWithPasskey)
				.then((passkey) => session.client.takeSecondStep({ token, passkey })),
		);
	const isOver = (fault as CourtsideError | null)?.code === "not_signed_in";
	return (
		<form className="form" onSubmit={submit} aria-busy={busy}>
			{way === "code" && <CodeField />}
			{way === "recovery" && (
				<Field label={t("step.recovery")} hint={t("step.recoveryHint")} required>
					<Input name="recovery" autoComplete="off" dir="ltr" maxLength={40} autoFocus />
				</Field>
			)}
			<AccountFault fault={fault} />
			<div className="row">
				{way !== null && !isOver && (
					<Button type="submit" appearance="primary" disabled={busy}>
						{t("step.go")}
					</Button>
				)}
				{methods.includes("passkey") && !isOver && (
					<Button onClick={sign} disabled={busy} appearance={way === null ? "primary" : "secondary"}>
						{t("step.usePasskey")}
					</Button>
				)}
				<Button onClick={again}>{t("step.again")}</Button>
			</div>
			{way !== "recovery" && methods.includes("recovery") && (
				<Button appearance="transparent" onClick={() => setWay("recovery")}>
					{t("step.useRecovery")}
				</Button>
			)}
			{way === "recovery" && methods.includes("totp") && (
				<Button appearance="transparent" onClick={() => setWay("code")}>
					{t("step.useCode")}
				</Button>
			)}
		</form>
	);
}

function SetUp({ token, enter, again }: Way & { token: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [setup, setSetup] = useState<TotpSetupJson | null>(null);
	const [fault, setFault] = useState<Error | null>(null);
	useEffect(() => {
		session.client.setUpTotpInStep(token).then(setSetup, (f: Error) => setFault(f));
	}, [session, token]);
	return (
		<>
			<p>{t("step.setUpSays")}</p>
			<AccountFault fault={fault} />
			{setup ? (
				<TotpSetup setup={setup} confirm={(code) => session.client.takeSecondStep({ token, code }).then(enter)} />
			) : (
				!fault && <Skeleton lines={4} />
			)}
			<p>
				<Button onClick={again}>{t("step.again")}</Button>
			</p>
		</>
	);
}
