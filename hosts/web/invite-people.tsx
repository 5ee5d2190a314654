import { Button, Field, Textarea } from "@fluentui/react-components";
import { type FormEvent, useRef, useState } from "react";
import type { InvitedJson } from "../../core/contract/invitations.ts";
import type { RoleJson } from "../../core/contract/roles.ts";
import type { TeamNodeJson } from "../../core/contract/teams.ts";
import { MOST_INVITED } from "../../core/model/user.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { usePortal } from "./portal-context.tsx";
import { type Invitee, readInvitees } from "./read-invitees.ts";
import { RoleChoice, TeamChoice } from "./role-and-team.tsx";

/** Inviting people: one, or a pasted list, or a CSV. `person`: somebody who is there already and keeps their records. */
export function InvitePeople(props: {
	roles: RoleJson[];
	teams: TeamNodeJson[];
	person: { id: string; email: string | null; name: string } | null;
	done: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { roles, teams, person, done } = props;
	const [text, setText] = useState(person?.email ? `${person.name} <${person.email}>` : "");
	const [role, setRole] = useState("rep");
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const [result, setResult] = useState<InvitedJson | null>(null);
	const [key, setKey] = useState(() => crypto.randomUUID());
	const file = useRef<HTMLInputElement>(null);
	const { people, wrong } = withRoles(readInvitees(text), roles, role, (name) => t(`role.${name}`));
	const tooMany = people.length > MOST_INVITED;
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const teamId = String(new FormData(event.currentTarget).get("teamId") ?? "") || null;
		const sent = people.slice(0, MOST_INVITED).map(({ email, name, roleId }) => ({
			email,
			name,
			roleId,
			teamId,
			...(person && { userId: person.id }),
		}));
		setBusy(true);
		setFault(null);
		session.client
			.invite({ people: sent }, key)
			.then((answer) => {
				setResult(answer);
				setText(
					people
						.slice(MOST_INVITED)
						.map(({ email }) => email)
						.join("\n"),
				);
				setKey(crypto.randomUUID());
				done();
			})
			.catch((f: Error) => setFault(f))
			.finally(() => setBusy(false));
	};
	return (
		<form className="form" onSubmit={submit} aria-busy={busy}>
			<Field label={t("invite.who")} hint={t("invite.whoHint")} required>
				<Textarea value={text} onChange={(_, d) => setText(d.value)} rows={person ? 1 : 5} dir="auto" />
			</Field>
			{!person && (
				<>
					<Button onClick={() => file.current?.click()}>{t("invite.file")}</Button>
					<input
						ref={file}
						type="file"
						hidden
						accept=".csv,.txt"
						aria-label={t("invite.file")}
						data-testid="invitees"
						onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
					/>
				</>
			)}
			<RoleChoice roles={roles} value={role} choose={setRole} label={t("invite.as")} />
			<TeamChoice teams={teams} chosen={null} />
			{wrong.length > 0 && (
				<p className="cs-amber" role="status">
					{t("invite.wrong", { count: wrong.length })}: {wrong.slice(0, 3).join(" · ")}
				</p>
			)}
			{tooMany && <p role="status">{t("invite.tooMany", { most: MOST_INVITED })}</p>}
			<AccountFault fault={fault} />
			<Button type="submit" appearance="primary" disabled={busy || people.length === 0}>
				{t("invite.send", { count: Math.min(people.length, MOST_INVITED) })}
			</Button>
			{result && (
				<ul className="kept" role="status">
					{result.items.map(({ email, outcome }) => (
						<li key={email}>
							<bdi>{email}</bdi> <span className="cs-muted">{t(`invite.outcome.${outcome}`)}</span>
						</li>
					))}
				</ul>
			)}
		</form>
	);
}

/** Each with a role: that of the list by name, else the chosen one. A role that is not there makes the line wrong. */
function withRoles(
	read: { people: Invitee[]; wrong: string[] },
	roles: RoleJson[],
	usual: string,
	called: (base: RoleJson["base"]) => string,
) {
	const byName = new Map<string, RoleJson["id"]>();
	for (const role of roles) {
		for (const name of [role.id, role.name, ...(role.builtIn ? [called(role.base)] : [])]) {
			byName.set(name.toLowerCase(), role.id);
		}
	}
	const people: { email: string; name: string | null; roleId: RoleJson["id"] }[] = [];
	const wrong = [...read.wrong];
	for (const { email, name, role } of read.people) {
		const roleId = byName.get((role ?? usual).toLowerCase());
		if (roleId) people.push({ email, name, roleId });
		else wrong.push(`${email}: ${role}`);
	}
	return { people, wrong };
}
