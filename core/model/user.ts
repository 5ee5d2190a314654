/** What someone may do; `visibility` in policy follows from it. */
export const ROLES = ["rep", "manager", "executive", "ops", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Most people that are invited at once. */
export const MOST_INVITED = 200;

/** A person of the selling company. People without e-mail are owners found in imported data who cannot sign in yet. */
export interface User {
	id: string;
	name: string;
	email: string | null;
	role: Role;
	teamId: string | null;
	/** Who left stays as the owner of old deals and cannot sign in. */
	isActive: boolean;
}

/** Teams nest to any depth; `managerId` leads the team and sees all beneath it. */
export interface Team {
	id: string;
	name: string;
	parentId: string | null;
	managerId: string | null;
	kind: "company" | "region" | "team";
}
