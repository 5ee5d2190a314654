import { UnrecoverableError } from "bullmq";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import { OutOfTime } from "../db/partitions.ts";

/**
 * Why work failed, in words for a page: those of faults that were written for people; of any other, which may name
 * tables, paths or addresses, only that it broke, with the reference under which the log has the rest.
 */
export function toldReason(error: unknown, reference: string): string {
	const isForPeople =
		error instanceof CourtsideError || error instanceof UnrecoverableError || error instanceof OutOfTime;
	if (isForPeople) return error.message;
	return `Something broke on our side. Try again; if it stays, send us the reference ${reference}.`;
}
