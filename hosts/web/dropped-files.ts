/** Every file of what was dropped, folders opened to the bottom. */
export async function filesOf(dropped: DataTransfer): Promise<File[]> {
	const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
	if (entries.length === 0) return [...dropped.files];
	return (await Promise.all(entries.map(open))).flat();
}

async function open(entry: FileSystemEntry): Promise<File[]> {
	if (entry.isFile) {
		return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
	}
	const reader = (entry as FileSystemDirectoryEntry).createReader();
	const found: FileSystemEntry[] = [];
	// A reader hands out a hundred at a time and an empty list at the end.
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
		if (some.length === 0) break;
		found.push(...some);
	}
	return (await Promise.all(found.map(open))).flat();
}
