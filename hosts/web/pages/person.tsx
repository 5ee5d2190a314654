import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { IdentityJson, ListedPersonJson, PersonPageJson } from "../../../core/contract/identities.ts";
import { formatDay, formatSince } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Fact } from "../deal-facts.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { AssignDialog } from "../people/assign-dialog.tsx";
import { ChangeList, DecisionNews } from "../people/change-list.tsx";
import { useWhence } from "../people/identity-person.tsx";
import { AfterLeaving, LeaveForm } from "../people/leave-form.tsx";
import { MergeForm } from "../people/merge-form.tsx";
import { type Decisions, useDecisions } from "../people/use-decisions.ts";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import "../people/people.css";

/** A person: what finds them, what they hold, and what may be done about it. */
export function PersonPage({ id }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const loaded = useLoad(
		id,
		() => session.client.person(id),
		(e) => e.type === "people.changed",
	);
	const decisions = useDecisions();
	const { reload } = loaded;
	const mayMatch = me.permissions.includes("people:match");
	const title = loaded.data?.person.name ?? t("people.person");
	return (
		<Page
			title={title}
			above={<Link to="/people?view=everyone">{t("people.title")}</Link>}
			actions={
				me.permissions.includes("people:write") && (
					<Link to={`/settings/members?member=${id}`} className="button-link">
						{t("members.signInOf")}
					</Link>
				)
			}
		>
			<DecisionNews key={decisions.made?.id ?? ""} decisions={decisions} undone={reload} />
			<Loading of={loaded} lines={8}>
				{(page) => (
					<>
						<Left page={page} decisions={decisions} done={reload} />
						<div className="columns">
							<div className="stack">
								<Facts person={page.person} />
								<Accounts page={page} decisions={decisions} done={reload} />
								<ChangeList changes={page.changes} undone={reload} />
							</div>
							{mayMatch && (
								<div className="stack">
									<RenameForm key={page.person.name} person={page.person} decisions={decisions} done={reload} />
									<MergeForm
										person={page.person}
										decisions={decisions}
										done={(intoId) => navigate(`/people/${intoId}`, { replace: true })}
									/>
									{page.person.leftOn === null && <LeaveForm page={page} decisions={decisions} done={reload} />}
								</div>
							)}
						</div>
					</>
				)}
			</Loading>
		</Page>
	);
}

interface Given {
	page: PersonPageJson;
	decisions: Decisions;
	done: () => void;
}

function Left({ page, decisions, done }: Given) {
	const { t, locale } = useSpeech();
	const { name, leftOn, holds, id } = page.person;
	if (leftOn === null) return null;
	const open = holds?.openDeals ?? 0;
	return (
		<StateNotice
			state="note"
			title={t("people.hasLeft", { name, when: formatDay(leftOn, locale), open })}
			action={open > 0 && <Link to={`/deals?ownerId=${id}`}>{t("people.seeDeals")}</Link>}
		>
			<AfterLeaving page={page} decisions={decisions} done={done} />
		</StateNotice>
	);
}

function Facts({ person }: { person: ListedPersonJson }) {
	const { t, locale } = useSpeech();
	const me = useMe();
	const { holds } = person;
	return (
		<section aria-labelledby="facts-title">
			<h2 id="facts-title">{t("people.facts")}</h2>
			<dl className="facts-list">
				<Fact name={t("people.email")}>{person.email ?? "–"}</Fact>
				<Fact name={t("people.role")}>{t(`role.${person.role}`)}</Fact>
				<Fact name={t("people.team")}>{person.team ?? "–"}</Fact>
				<Fact name={t("people.signsIn")}>
					{t(person.signsIn ? "people.yes" : "people.no")}
					{me.permissions.includes("people:write") && (
						<>
							{" · "}
							<Link to={`/settings/members?who=all&search=${encodeURIComponent(person.name)}`}>
								{t("members.title")}
							</Link>
						</>
					)}
				</Fact>
				{holds && (
					<Fact name={t("people.openDeals")}>
						<Link to={`/deals?ownerId=${person.id}`}>
							{formatNumber(holds.openDeals, locale)} · {formatMoney(readMoney(holds.open), locale, { whole: true })}
						</Link>
						{holds.unpriced > 0 && <span className="cs-sub">{t("people.unpriced", { count: holds.unpriced })}</span>}
						<span className="cs-sub">
							{t("people.holdsRest", { deals: holds.deals, leads: holds.leads, activities: holds.activities })}
						</span>
					</Fact>
				)}
			</dl>
		</section>
	);
}

function Accounts({ page, decisions, done }: Given) {
	const { t, words, locale, zone, now } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const whence = useWhence();
	const [asking, setAsking] = useState<IdentityJson | null>(null);
	const assign = (personId: string) => {
		if (!asking) return;
		const body = { decisions: [{ identityId: asking.id, personId }] };
		setAsking(null);
		decisions.make((key) => session.client.decideIdentities(body, key), done);
	};
	return (
		<section aria-labelledby="accounts-title">
			<h2 id="accounts-title">{t("people.findsThem", { name: page.person.name })}</h2>
			<ul className="people-changes">
				{page.identities.map((one) => (
					<li key={one.id}>
						<div>
							<bdi>{one.label}</bdi>
							<span className="cs-sub">
								{whence(one)} · {one.matchedBy ? words(`people.by.${one.matchedBy}`) : t("people.waits")} ·{" "}
								{formatSince(Date.parse(one.lastSeen), now(), locale, zone)}
							</span>
						</div>
						{me.permissions.includes("people:match") && one.source !== "courtside" && (
							<Button size="small" disabled={decisions.busy} onClick={() => setAsking(one)}>
								{t("people.notTheirs")}
								<span className="cs-unseen">: {one.label}</span>
							</Button>
						)}
					</li>
				))}
			</ul>
			{asking && <AssignDialog count={1} first={null} assign={assign} cancel={() => setAsking(null)} />}
		</section>
	);
}

function RenameForm(props: { person: ListedPersonJson; decisions: Decisions; done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { person, decisions, done } = props;
	const [name, setName] = useState(person.name);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		decisions.make((key) => session.client.renamePerson(person.id, { name }, key), done);
	};
	return (
		<form className="form" onSubmit={submit}>
			<h2>{t("people.rename")}</h2>
			<Field label={t("people.name")} required>
				<Input value={name} maxLength={120} onChange={(_, d) => setName(d.value)} />
			</Field>
			<Button type="submit" disabled={decisions.busy || name.trim() === "" || name.trim() === person.name}>
				{t("deal.save")}
			</Button>
		</form>
	);
}
