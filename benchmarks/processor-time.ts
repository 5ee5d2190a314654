/** Seconds that this process worked, beside what came of it: other programs on the machine do not count. */
export function processorTime<T>(work: () => T): [T, number] {
	const began = process.cpuUsage();
	const result = work();
	const { user, system } = process.cpuUsage(began);
	return [result, (user + system) / 1e6];
}
