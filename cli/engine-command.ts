import { parseArgs } from "node:util";

/** One engine on the command line. */
export interface EngineCommand {
	name: string;
	/** One line for the list. */
	summary: string;
	/** Lines of `--help` after the usage line. */
	help: string;
	options: Record<string, EngineOption>;
	/** Does the work; writes files; throws UnusableInput for what the person must change. */
	run(options: Record<string, string>, progress: Progress): Promise<void>;
}

/** `value` is how it is shown in the usage line. */
export interface EngineOption {
	value: string;
	required?: boolean;
	default?: string;
}

/** Says on standard error how far it is; silent in the first second. */
export type Progress = (text: string) => void;

/** Something about the input or options that the person must change: message on standard error, exit code 2. */
export class UnusableInput extends Error {
	override name = "UnusableInput";
}

/** Options of a command from arguments. Throws UnusableInput naming what is unknown or missing. */
export function readOptions(command: EngineCommand, args: string[]): Record<string, string> {
	const config = Object.fromEntries(Object.keys(command.options).map((name) => [name, { type: "string" as const }]));
	let values: Record<string, string | undefined>;
	try {
		values = parseArgs({ args, options: config, strict: true, allowPositionals: false }).values as typeof values;
	} catch (cause) {
		throw new UnusableInput(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage(command)}`, {
			cause,
		});
	}
	const options: Record<string, string> = {};
	for (const [name, option] of Object.entries(command.options)) {
		const value = values[name] ?? option.default;
		if (value !== undefined && value !== "") options[name] = value;
		else if (option.required) throw new UnusableInput(`--${name} is missing\n\n${usage(command)}`);
	}
	return options;
}

/** How a command is called, and what it does. */
export function usage(command: EngineCommand): string {
	const options = Object.entries(command.options).map(([name, o]) =>
		o.required ? `--${name} ${o.value}` : `[--${name} ${o.value}]`,
	);
	return `npm run --silent engine -- ${command.name} ${options.join(" ")}\n\n${command.summary}\n${command.help}`;
}

/** A progress line at most twice a second, on standard error, once a second has gone by. */
export function newProgress(now: () => number, write: (text: string) => void): Progress {
	const began = now();
	let last = began;
	return (text) => {
		const at = now();
		if (at - began < 1000 || at - last < 500) return;
		last = at;
		write(`${text}\n`);
	};
}
