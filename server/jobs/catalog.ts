import { z } from "zod";
import { MEETING_STEPS } from "../../core/model/meeting.ts";
import type { Queues } from "../queue/port.ts";

const tenantId = z.int().positive();
const id = z.uuid();

/** Every kind of background work with its payload: ids rather than records, the workspace always among them. */
export const JOBS = {
	/** Scores one deal again. Coalesced for 5 s per deal. */
	"rescore-deal": z.object({ tenantId, dealId: id }),
	/** Grades every open lead anew, after other thresholds. */
	"grade-leads": z.object({ tenantId }),
	/** Gives a lead that arrived to somebody, by the workspace's rules. */
	"route-lead": z.object({ tenantId, leadId: id }),
	/** Gives leads and accounts that came in many at once, by an import or a sync, to somebody. */
	"route-arrivals": z.object({ tenantId }),
	/** Takes leads into sequences and asks for the steps that are due. */
	"run-nurture": z.object({ tenantId }),
	/** Scores one lead again. Coalesced for 5 s per lead. */
	"rescore-lead": z.object({ tenantId, leadId: id }),
	/** Computes the current forecasts again. Coalesced for 5 s per workspace. */
	reforecast: z.object({ tenantId }),
	/** Trains the models, scores every open deal and lead, computes the forecasts: after an import or a demo load. */
	"rebuild-numbers": z.object({ tenantId }),
	/** Compares past forecasts with what came, and forecasts past periods again. */
	"measure-accuracy": z.object({ tenantId }),
	/** Forecasts the demo company's past periods again and has its people call. */
	"add-demo-calls": z.object({ tenantId }),
	/** Computes a scenario that somebody made or changed. */
	"model-scenario": z.object({ tenantId, scenarioId: id }),
	/** Looks for a better territory plan, or for alternatives to it. */
	"design-territories": z.object({ tenantId, runId: id }),
	/** Puts territory plans into force whose day has come. */
	"apply-territories": z.object({ tenantId }),
	/** Learns the deal model anew, testing every way on the workspace's own past; then as rebuild-numbers. */
	"learn-deals": z.object({ tenantId }),
	/** Checks the data: rules, duplicates, and what faults cost the forecast. */
	"scan-quality": z.object({ tenantId }),
	/** Takes the files of an import in, from where it stopped. */
	"run-import": z.object({ tenantId, importId: id }),
	/** Takes an import back. */
	"undo-import": z.object({ tenantId, importId: id }),
	/** Maps and applies one delivery of the inbox. */
	"apply-delivery": z.object({ tenantId, inboxId: id }),
	/** Writes what is due in the outbox of one workspace to one host. */
	"dispatch-outbox": z.object({ tenantId, host: z.string() }),
	/** Sends one mail. */
	"send-mail": z.object({ tenantId, mailId: id }),
	/** Looks whose e-mail this is and mails them a way to a new password. Knows no workspace: nobody has signed in. */
	"ask-reset": z.object({ email: z.string(), workspace: z.string().optional() }),
	/** Sends what is due to one address of a third party. */
	"deliver-webhooks": z.object({ tenantId, endpointId: id }),
	/** Fetches from a host's vendor: the connection's open run, from where it stopped. */
	"sync-host": z.object({ tenantId, host: z.string() }),
	/** Listens for some minutes to what a vendor tells of changes as they are made. */
	"hear-host": z.object({ tenantId, host: z.string() }),
	/** Plans what a full run of write-backs would write, for its preview. */
	"preview-write-back": z.object({ tenantId, runId: id }),
	/** Tries the failed records of a source again that a person asked for. */
	"replay-records": z.object({ tenantId, host: z.string() }),
	/** Fills fields of the records that are here from their custom ones, as mapped. */
	"remap-records": z.object({ tenantId, host: z.string() }),
	/** Deletes what came from a source and from nowhere else. */
	"remove-copy": z.object({ tenantId, host: z.string() }),
	/** Makes one of the things that follow a meeting, then puts the next one in. */
	"meeting-step": z.object({ tenantId, meetingId: id, step: z.enum(MEETING_STEPS) }),
	/** Writes down audio of a live meeting whose words did not come while it went on. */
	"write-down-audio": z.object({ tenantId, meetingId: id }),
	/** Writes down a recording that was uploaded. */
	"write-down-recording": z.object({ tenantId, recordingId: id }),
	/** Fetches the whole transcript of a meeting that a bot sat in. */
	"fetch-bot-transcript": z.object({ tenantId, vendor: z.string(), meetingId: id, ref: z.string() }),
	/** Fetches a transcript that a vendor told of, and makes it the words of its meeting. */
	"take-panel-transcript": z.object({ tenantId, host: z.string(), meetingId: id, transcriptId: z.string().max(300) }),
	/** Tells a meeting's rep, in the vendor's own list of news, that its summary is there. */
	"tell-panel": z.object({ tenantId, meetingId: id }),
	/** Writes the digests that are due in a host of conversations. */
	"write-digests": z.object({ tenantId, host: z.string() }),
	/** Looks what people are to be alerted to, and what is over. */
	"find-alerts": z.object({ tenantId, host: z.string() }),
	/** Sends what is due to persons in a host of conversations. */
	"send-chat": z.object({ tenantId, host: z.string() }),
	/** Asks a host of conversations for everybody's names, addresses and zones. */
	"note-chat-people": z.object({ tenantId, host: z.string() }),
	/** Checks the audit chain from its beginning. */
	"check-audit": z.object({ tenantId }),
} as const;
export type JobName = keyof typeof JOBS;

/** The queues of Courtside. */
export type Jobs = Queues<typeof JOBS>;
