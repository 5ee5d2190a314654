import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { WriteRunJson } from "../../../core/contract/write-backs.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { usePortal } from "../portal-context.tsx";
import { ValueChanges } from "./value-changes.tsx";
import type { Act } from "./write-back-section.tsx";

const FIRST = 3;

/** What would be written, before anything is: how many records, some of them in full, and the two ways on. */
export function PreviewPart({ run, busy, act }: { run: WriteRunJson; busy: boolean; act: Act }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [all, setAll] = useState(false);
	const callOff = () => act(() => session.client.onWriteRun(run.id, "cancel"));
	if (run.state === "planning") {
		return <Progress text={t("writeBack.planning")} done={null} total={null} onCancel={callOff} />;
	}
	const { samples, unlinked, counts } = run;
	return (
		<section aria-labelledby="write-preview" className="stack-tight write-preview">
			<h3 id="write-preview">{t("writeBack.previewFinding", { records: counts.planned })}</h3>
			{unlinked.deal + unlinked.lead > 0 && (
				<p>{t("writeBack.unlinked", { deals: unlinked.deal, leads: unlinked.lead })}</p>
			)}
			{samples.length > 0 && (
				<>
					<p className="cs-muted">{t("writeBack.samples")}</p>
					<ul className="write-records">
						{samples.slice(0, all ? samples.length : FIRST).map((sample) => (
							<li key={sample.entityId}>
								<p>
									<strong>
										<bdi>{sample.name}</bdi>
									</strong>{" "}
									<span className="cs-muted">
										<bdi>{sample.externalId}</bdi>
									</span>
								</p>
								<ValueChanges values={sample.values} />
							</li>
						))}
					</ul>
					{!all && samples.length > FIRST && (
						<Button size="small" onClick={() => setAll(true)}>
							{t("writeBack.allSamples", { count: samples.length })}
						</Button>
					)}
				</>
			)}
			<div className="row">
				<Button
					appearance="primary"
					disabled={busy}
					onClick={() => act(() => session.client.onWriteRun(run.id, "confirm"))}
				>
					{t("writeBack.confirm", { records: counts.planned })}
				</Button>
				<Button disabled={busy} onClick={callOff}>
					{t("writeBack.callOff")}
				</Button>
			</div>
		</section>
	);
}
