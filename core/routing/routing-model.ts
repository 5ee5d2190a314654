import type { Instant, PlainDate } from "../model/instant.ts";
import type { RoutingNeed, RoutingWay } from "../model/routing.ts";
import type { LeadCondition } from "../scoring/lead-model.ts";

/** Leads for which every condition holds go among these people (empty: all who take leads) in this way. */
export interface RoutingRule {
	id: string;
	label: string;
	when: LeadCondition[];
	among: string[];
	way: RoutingWay;
	territory: RoutingNeed;
	skill: RoutingNeed;
	language: RoutingNeed;
}

/** Rules in the order in which they are asked; a lead that none takes waits. Fields name a lead's product and language. */
export interface RoutingSettings {
	version: string;
	isOn: boolean;
	rules: RoutingRule[];
	/** Such as `industry` or `extra.Product`; null: no lead says what it is about. */
	skillField: string | null;
	languageField: string | null;
	/** Whether somebody who leads must agree before a lead goes from one person to another. */
	needsApproval: boolean;
	/** Whether accounts that arrive without an owner are given too: by their territory, else by the same rules. */
	accountsToo: boolean;
	/** Since when it is on without a break; what came in before is left alone. Null while off. */
	onSince: Instant | null;
}

/** Where every workspace starts: switched off, all in turn, by territory where one fits. */
export const DEFAULT_ROUTING: RoutingSettings = {
	version: "lead-routing-1",
	isOn: false,
	rules: [
		{
			id: "everyone",
			label: "",
			when: [],
			among: [],
			way: "turns",
			territory: "prefer",
			skill: "ignore",
			language: "ignore",
		},
	],
	skillField: null,
	languageField: null,
	needsApproval: true,
	accountsToo: false,
	onSince: null,
};

/** Somebody who may be given leads, as of now. */
export interface RoutingPerson {
	id: string;
	name: string;
	/** Most open leads at once; null: no limit. */
	capacity: number | null;
	open: number;
	/** Their part of the leads against the others' (1 is usual). */
	weight: number;
	skills: string[];
	languages: string[];
	/** Both days included. */
	absences: { from: PlainDate; to: PlainDate }[];
	/** Territories that are theirs. */
	territoryIds: string[];
	/** Leads of theirs that ended, and became deals. */
	ended: number;
	converted: number;
}

/** How far somebody is with a rule's leads: given so many, where a fair share would be `due`. */
export interface Turn {
	given: number;
	due: number;
}

/** A lead as routing reads it. */
export interface RoutedLead {
	id: string;
	at: Instant;
	/** The day it is there, in the workspace's zone. */
	day: PlainDate;
	/** Chance to become a deal; null where no past tells. */
	chance: number | null;
	skill: string | null;
	language: string | null;
	/** Territories it falls into. */
	territoryIds: string[];
}

/** Why people were left out before the choice, with how many. */
export interface LeftOut {
	code: "away" | "full" | "territory" | "skill" | "language";
	people: number;
}

/** Who gets a lead, and why. */
export interface RoutingDecision {
	leadId: string;
	/** Null: it waits; `left` says why. */
	userId: string | null;
	ruleId: string | null;
	way: RoutingWay | null;
	/** Of the rule's people. */
	asked: number;
	left: LeftOut[];
	/** Preferences nobody met, which therefore did not count. */
	unmet: ("territory" | "skill" | "language")[];
	/** Of those who could have it. */
	couldTake: number;
	/** With the receiver: leads given and due before this one, by turns; the chance with them, by best chance. */
	turn: Turn | null;
	chance: number | null;
}
