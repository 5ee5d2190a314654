import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Person } from "../../core/contract/people.ts";
import type { TeamNodeJson, TeamPageJson } from "../../core/contract/teams.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { Fact } from "./deal-facts.tsx";
import { FaultNotice, Loading } from "./page-frame.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import { orderedTree, subtreeOf } from "./team-tree.ts";
import { useLoad } from "./use-load.ts";

interface Given {
	teams: TeamNodeJson[];
	/** Chooses another team, or none. */
	done: (team: string | null) => void;
	/** Loads the tree again. */
	reload: () => void;
}

/** A team with its people, to look at or to change. */
export function TeamDetail({ id, teams, done, reload }: Given & { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const page = useLoad(
		id,
		() => session.client.team(id),
		(e) => e.type === "people.changed",
	);
	const people = useLoad("people", () => session.client.people());
	const mayWrite = me.permissions.includes("people:write");
	const everyone = people.data?.items ?? [];
	return (
		<Loading of={page}>
			{(team) => (
				<section aria-labelledby="team-title" className="stack-tight team-detail">
					<h2 id="team-title">{team.name}</h2>
					{team.path.length > 0 && <p className="cs-muted">{team.path.map((above) => above.name).join(" / ")}</p>}
					{mayWrite ? (
						<TeamForm
							key={JSON.stringify([team.name, team.kind, team.parentId, team.managerId])}
							team={team}
							people={everyone}
							teams={teams}
							done={done}
							reload={reload}
						/>
					) : (
						<dl className="facts-list">
							<Fact name={t("teams.kind")}>{t(`teamKind.${team.kind}`)}</Fact>
							<Fact name={t("teams.manager")}>{team.managerName ?? "–"}</Fact>
						</dl>
					)}
					<Members team={team} people={everyone} mayWrite={mayWrite} put={page.put} reload={page.reload} />
				</section>
			)}
		</Loading>
	);
}

/** The few facts of a team that is not there yet. */
export function NewTeam({ teams, done, reload }: Given) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const people = useLoad("people", () => session.client.people());
	return (
		<section aria-labelledby="team-title">
			<h2 id="team-title">{t("teams.new")}</h2>
			<TeamForm team={null} people={people.data?.items ?? []} teams={teams} done={done} reload={reload} />
		</section>
	);
}

function TeamForm({
	team,
	people,
	teams,
	done,
	reload,
}: Given & {
	team: TeamPageJson | null;
	people: Person[];
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const [saved, setSaved] = useState(false);
	const [key] = useState(() => crypto.randomUUID());
	const closed = team ? subtreeOf(teams, team.id) : new Set<string>();
	const work = (call: Promise<unknown>) => {
		setBusy(true);
		setFault(null);
		call.catch((f: CourtsideError) => setFault(f)).finally(() => setBusy(false));
	};
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const text = (name: string) => String(given.get(name) ?? "");
		const body = {
			name: text("name"),
			kind: text("kind") as TeamNodeJson["kind"],
			parentId: text("parentId") || null,
			managerId: text("managerId") || null,
		};
		const call = team ? session.client.updateTeam(team.id, body) : session.client.createTeam(body, key);
		work(
			call.then((after) => {
				setSaved(true);
				reload();
				if (!team) done(after.id);
			}),
		);
	};
	const remove = () =>
		team &&
		work(
			session.client.deleteTeam(team.id).then(() => {
				reload();
				done(null);
			}),
		);
	return (
		<form className="form" onSubmit={submit} aria-busy={busy}>
			<Field label={t("teams.name")} required>
				<Input name="name" defaultValue={team?.name ?? ""} maxLength={120} />
			</Field>
			<Field label={t("teams.kind")}>
				<Select name="kind" defaultValue={team?.kind ?? "team"}>
					{(["company", "region", "team"] as const).map((kind) => (
						<option key={kind} value={kind}>
							{t(`teamKind.${kind}`)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("teams.parent")}>
				<Select name="parentId" defaultValue={team?.parentId ?? ""}>
					<option value="">{t("teams.top")}</option>
					{orderedTree(teams)
						.filter(({ team: other }) => !closed.has(other.id))
						.map(({ team: other, depth }) => (
							<option key={other.id} value={other.id}>
								{`${"– ".repeat(depth)}${other.name}`}
							</option>
						))}
				</Select>
			</Field>
			<Field label={t("teams.manager")} hint={t("teams.managerHint")}>
				<Select name="managerId" key={people.length === 0 ? "waiting" : "there"} defaultValue={team?.managerId ?? ""}>
					<option value="">{t("teams.nobody")}</option>
					{team?.managerId && !people.some((p) => p.id === team.managerId) && (
						<option value={team.managerId}>{team.managerName}</option>
					)}
					{people
						.filter((p) => p.isActive || p.id === team?.managerId)
						.map((p) => (
							<option key={p.id} value={p.id}>
								{p.name}
							</option>
						))}
				</Select>
			</Field>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("deal.save")}
				</Button>
				{team ? (
					<Button onClick={remove} disabled={busy}>
						{t("teams.remove")}
					</Button>
				) : (
					<Button onClick={() => done(null)}>{t("kit.cancel")}</Button>
				)}
				<span role="status">{saved && t("settings.saved")}</span>
			</div>
			{team && <p className="cs-muted">{t("teams.removeMeans")}</p>}
		</form>
	);
}

function Members(props: {
	team: TeamPageJson;
	people: Person[];
	mayWrite: boolean;
	put: (team: TeamPageJson) => void;
	reload: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { team, people, mayWrite, put, reload } = props;
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const failed = (f: CourtsideError) => setFault(f);
	const here = new Set(team.members.map((m) => m.id));
	const add = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const userId = String(new FormData(event.currentTarget).get("userId") ?? "");
		if (userId) session.client.addTeamMember(team.id, { userId }).then(put, failed);
	};
	return (
		<div className="team-people">
			<h3>{t("teams.people")}</h3>
			{team.members.length === 0 ? (
				<p className="cs-muted">{t("teams.noPeople")}</p>
			) : (
				<ul className="team-members">
					{team.members.map((m) => (
						<li key={m.id}>
							<span>
								{m.name}
								<span className="cs-sub">{m.isActive ? t(`role.${m.role}`) : t("teams.left")}</span>
							</span>
							{mayWrite && (
								<Button
									size="small"
									aria-label={t("teams.takeOutName", { name: m.name })}
									onClick={() => session.client.removeTeamMember(team.id, m.id).then(reload, failed)}
								>
									{t("teams.takeOut")}
								</Button>
							)}
						</li>
					))}
				</ul>
			)}
			{team.moreMembers > 0 && <p className="cs-muted">{t("teams.more", { count: team.moreMembers })}</p>}
			{mayWrite && (
				<form className="team-add" onSubmit={add}>
					<Field label={t("teams.addPerson")}>
						<Select name="userId" defaultValue="">
							<option value="">{t("teams.choose")}</option>
							{people
								.filter((p) => p.isActive && !here.has(p.id))
								.map((p) => (
									<option key={p.id} value={p.id}>
										{p.name}
									</option>
								))}
						</Select>
					</Field>
					<Button type="submit">{t("teams.putIn")}</Button>
				</form>
			)}
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}
