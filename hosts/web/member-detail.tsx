import { Button } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { MemberJson } from "../../core/contract/members.ts";
import type { RoleJson } from "../../core/contract/roles.ts";
import type { TeamNodeJson } from "../../core/contract/teams.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { Fact } from "./deal-facts.tsx";
import { InvitePeople } from "./invite-people.tsx";
import { Loading } from "./page-frame.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import { RoleChoice, TeamChoice } from "./role-and-team.tsx";
import { useLoad } from "./use-load.ts";

interface Given {
	roles: RoleJson[];
	teams: TeamNodeJson[];
	/** Loads lists again. */
	reload: () => void;
}

/** One member: role, team, second factor, and whether they are let in. */
export function MemberDetail({ id, ...given }: Given & { id: string }) {
	const { session } = usePortal();
	const member = useLoad(
		`member ${id}`,
		() => session.client.member(id),
		(e) => e.type === "people.changed" && e.entityId === id,
	);
	const changed = () => {
		member.reload();
		given.reload();
	};
	return <Loading of={member}>{(data) => <Detail member={data} {...given} reload={changed} />}</Loading>;
}

function Detail({ member, roles, teams, reload }: Given & { member: MemberJson }) {
	const { t, locale, zone } = useSpeech();
	const last = member.lastSignInAt ? formatInstant(Date.parse(member.lastSignInAt), locale, zone) : t("members.never");
	return (
		<section aria-labelledby="member-title">
			<h2 id="member-title">{member.name}</h2>
			<div className="columns">
				<div className="stack">
					<MemberForm
						key={`${member.roleId} ${member.team?.id}`}
						member={member}
						roles={roles}
						teams={teams}
						reload={reload}
					/>
					{!member.signsIn && (
						<section aria-labelledby="invite-title">
							<h3 id="invite-title">{t("members.inviteThis")}</h3>
							<InvitePeople roles={roles} teams={teams} person={member} done={reload} />
						</section>
					)}
				</div>
				<div className="stack-tight">
					<dl className="facts-list">
						<Fact name={t("start.email")}>{member.email ?? "–"}</Fact>
						<Fact name={t("members.last")}>{last}</Fact>
						<Fact name={t("members.factor")}>{t(member.secondFactor ? "members.factorOn" : "members.factorOff")}</Fact>
					</dl>
					<Doors member={member} reload={reload} />
				</div>
			</div>
		</section>
	);
}

function MemberForm({ member, roles, teams, reload }: Given & { member: MemberJson }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [role, setRole] = useState<string>(member.roleId);
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const [saved, setSaved] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const teamId = String(new FormData(event.currentTarget).get("teamId") ?? "") || null;
		const save = async () => {
			if (role !== member.roleId) await session.client.giveRole(member.id, role);
			if (teamId !== (member.team?.id ?? null)) await session.client.updateUser(member.id, { teamId });
		};
		setBusy(true);
		setFault(null);
		setSaved(false);
		save()
			.then(() => {
				setSaved(true);
				reload();
			})
			.catch((f: Error) => setFault(f))
			.finally(() => setBusy(false));
	};
	return (
		<form className="form" onSubmit={submit} aria-busy={busy}>
			<RoleChoice roles={roles} value={role} choose={setRole} label={t("members.role")} />
			<TeamChoice teams={teams} chosen={member.team?.id ?? null} />
			<AccountFault fault={fault} />
			<div className="row">
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("deal.save")}
				</Button>
				<span role="status">{saved && t("settings.saved")}</span>
			</div>
		</form>
	);
}

/** Letting somebody out, back in, or past a second factor that they lost. */
function Doors({ member, reload }: { member: MemberJson; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<Error | null>(null);
	const work = (call: Promise<unknown>) => {
		setFault(null);
		call.then(reload, (f: Error) => setFault(f));
	};
	if (member.id === me.id) return null;
	return (
		<>
			{member.secondFactor && (
				<>
					<Button onClick={() => work(session.client.resetSecondFactor(member.id))}>{t("members.resetFactor")}</Button>
					<p className="cs-muted">{t("members.resetMeans")}</p>
				</>
			)}
			{member.isActive ? (
				<>
					<Button onClick={() => work(session.client.deactivateUser(member.id))}>{t("members.deactivate")}</Button>
					<p className="cs-muted">{t("members.deactivateMeans")}</p>
				</>
			) : (
				<Button onClick={() => work(session.client.updateUser(member.id, { isActive: true }))}>
					{t("members.reactivate")}
				</Button>
			)}
			<AccountFault fault={fault} />
		</>
	);
}
