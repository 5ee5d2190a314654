import type { Storage } from "../storage/storage.ts";
import { FileFault } from "./file-fault.ts";
import type { SourceFile } from "./source-file.ts";

/** A file of the workspace's storage as the readers take it. */
export function storedFile(
	storage: Storage,
	tenantId: number,
	file: { name: string; storageKey: string; bytes: number },
): SourceFile {
	return {
		name: file.name,
		bytes: file.bytes,
		async open() {
			const object = await storage.get(tenantId, file.storageKey);
			if (!object) throw new FileFault("not_found", file.name);
			return object.stream;
		},
	};
}
