import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { PersonPageJson } from "../../../core/contract/identities.ts";
import { dateIn } from "../../../core/model/instant.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import type { Decisions } from "./use-decisions.ts";

interface Given {
	page: PersonPageJson;
	decisions: Decisions;
	done: () => void;
}

/** Says that somebody has left, and who takes over what they have open. */
export function LeaveForm({ page, decisions, done }: Given) {
	const { t, zone } = useSpeech();
	const { session } = usePortal();
	const { person, successors } = page;
	const today = dateIn(zone, Date.now());
	const [on, setOn] = useState(today);
	const [toId, setToId] = useState(successors[0]?.id ?? "");
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const body = { on, ...(toId ? { handOverTo: toId } : {}) };
		decisions.make((key) => session.client.markLeft(person.id, body, key), done);
	};
	return (
		<form className="form" onSubmit={submit}>
			<h2>{t("people.leaveTitle")}</h2>
			<p>{t("people.leaveSays", { name: person.name, open: person.holds?.openDeals ?? 0 })}</p>
			<Field label={t("people.lastDay")} required>
				<Input type="date" value={on} max={today} onChange={(_, d) => setOn(d.value)} />
			</Field>
			<Successors page={page} toId={toId} choose={setToId} />
			<Button type="submit" disabled={decisions.busy || on === ""}>
				{t("people.leave")}
			</Button>
		</form>
	);
}

/** For somebody who has left: hands over what is still open, or says that they are back. */
export function AfterLeaving({ page, decisions, done }: Given) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const { person, successors } = page;
	const [toId, setToId] = useState(successors[0]?.id ?? "");
	const submit = (event: FormEvent) => {
		event.preventDefault();
		decisions.make((key) => session.client.handOver(person.id, { toId }, key), done);
	};
	const back = () => decisions.make((key) => session.client.markBack(person.id, key), done);
	if (!me.permissions.includes("people:match")) return null;
	return (
		<form className="form" onSubmit={submit}>
			<h2>{t("people.handOver")}</h2>
			<Successors page={page} toId={toId} choose={setToId} />
			<div className="row">
				<Button type="submit" appearance="primary" disabled={!toId || decisions.busy}>
					{t("people.handOver")}
				</Button>
				<Button onClick={back} disabled={decisions.busy}>
					{t("people.isBack")}
				</Button>
			</div>
		</form>
	);
}

function Successors(props: { page: PersonPageJson; toId: string; choose: (id: string) => void }) {
	const { t } = useSpeech();
	const { page, toId, choose } = props;
	if (page.successors.length === 0) return null;
	return (
		<Field label={t("people.handOverTo")}>
			<Select value={toId} onChange={(_, d) => choose(d.value)}>
				{page.successors.map(({ id, name, why }) => (
					<option key={id} value={id}>
						{`${name} (${t(`people.why.${why}`)})`}
					</option>
				))}
				<option value="">{t("people.handOverLater")}</option>
			</Select>
		</Field>
	);
}
