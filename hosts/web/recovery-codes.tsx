import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import "./account.css";

/** Recovery codes, shown this once, until the person says that they are kept. */
export function RecoveryCodes({ codes, kept }: { codes: string[]; kept: () => void }) {
	const { t } = useSpeech();
	const [said, setSaid] = useState("");
	const copy = () => {
		// Absent where the page came over plain http from another machine.
		const copying = navigator.clipboard?.writeText(codes.join("\n")) ?? Promise.reject(new Error("no clipboard"));
		copying.then(
			() => setSaid(t("connection.copied")),
			() => setSaid(t("connection.notCopied")),
		);
	};
	return (
		<StateNotice
			state="note"
			title={t("codes.title")}
			action={
				<div className="row">
					<Button onClick={copy}>{t("codes.copy")}</Button>
					<Button appearance="primary" onClick={kept}>
						{t("codes.kept")}
					</Button>
					<span role="status">{said}</span>
				</div>
			}
		>
			<p>{t("codes.says")}</p>
			<ul className="codes" dir="ltr">
				{codes.map((code) => (
					<li key={code}>
						<code>{code}</code>
					</li>
				))}
			</ul>
		</StateNotice>
	);
}
