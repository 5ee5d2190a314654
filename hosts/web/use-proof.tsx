import {
	Button,
	Dialog,
	DialogActions,
	DialogBody,
	DialogContent,
	DialogSurface,
	DialogTitle,
	Field,
	Input,
} from "@fluentui/react-components";
import { type FormEvent, type ReactNode, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { SecurityJson } from "../../core/contract/security.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { passkeysWorkHere, signWithPasskey } from "./passkey.ts";
import { usePortal } from "./portal-context.tsx";

/** How a page does sensitive things. */
export interface Proof {
	/** Does the work; where the server wants a fresh proof, asks for it and does the work again. */
	guard: <T>(work: () => Promise<T>) => Promise<T>;
	/** The question, while it is asked: to be drawn once on the page. */
	asked: ReactNode;
}

interface Waiting {
	proved: () => void;
	given: (fault: Error) => void;
}

/** Asks again for password or passkey where the server wants to be sure that it is the person. */
export function useProof(security: SecurityJson | null): Proof {
	const [waiting, setWaiting] = useState<Waiting | null>(null);
	const guard = <T,>(work: () => Promise<T>): Promise<T> =>
		work().catch((fault: CourtsideError) => {
			if (fault.code !== "proof_needed") throw fault;
			return new Promise<void>((resolve, reject) => setWaiting({ proved: resolve, given: reject })).then(work);
		});
	const asked = waiting && security && (
		<ProofDialog
			security={security}
			proved={() => {
				setWaiting(null);
				waiting.proved();
			}}
			close={(fault) => {
				setWaiting(null);
				waiting.given(fault);
			}}
		/>
	);
	return { guard, asked };
}

function ProofDialog(props: { security: SecurityJson; proved: () => void; close: (fault: Error) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { security, proved, close } = props;
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const hasPasskey = security.passkeys.length > 0 && passkeysWorkHere(security.passkeysAt);
	const work = (call: Promise<void>) => {
		setBusy(true);
		setFault(null);
		call
			.then(proved)
			.catch((f: Error) => setFault(f))
			.finally(() => setBusy(false));
	};
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const password = String(new FormData(event.currentTarget).get("password") ?? "");
		if (security.hasPassword) work(session.client.prove({ password }));
	};
	const sign = () =>
		work(
			session.client
				.proofOptions()
				.then(signWithPasskey)
				.then((passkey) => session.client.prove({ passkey })),
		);
	return (
		<Dialog open onOpenChange={(_, d) => !d.open && close(new DOMException("not proved", "AbortError"))}>
			<DialogSurface>
				<form onSubmit={submit}>
					<DialogBody>
						<DialogTitle>{t("proof.title")}</DialogTitle>
						<DialogContent className="form">
							<p>{t("proof.says")}</p>
							{security.hasPassword && (
								<Field label={t("start.password")} required>
									<Input name="password" type="password" autoComplete="current-password" />
								</Field>
							)}
							{!security.hasPassword && !hasPasskey && <p>{t("proof.noWay")}</p>}
							<AccountFault fault={fault} />
						</DialogContent>
						<DialogActions>
							{hasPasskey && (
								<Button onClick={sign} disabled={busy}>
									{t("step.usePasskey")}
								</Button>
							)}
							<Button onClick={() => close(new DOMException("not proved", "AbortError"))}>{t("kit.cancel")}</Button>
							{security.hasPassword && (
								<Button type="submit" appearance="primary" disabled={busy}>
									{t("proof.go")}
								</Button>
							)}
						</DialogActions>
					</DialogBody>
				</form>
			</DialogSurface>
		</Dialog>
	);
}

/** Whether somebody closed the question instead of answering it: nothing to tell. */
export function isClosed(fault: Error): boolean {
	return fault.name === "AbortError";
}
