import { PERMISSIONS, type Permission } from "./permissions.ts";

/** Some permissions as bits, so that union, intersection and "holds all of" cost one operation each. Unchangeable. */
export interface PermissionSet extends Iterable<Permission> {
	readonly bits: bigint;
	has(permission: Permission): boolean;
}

const BITS: ReadonlyMap<string, bigint> = new Map(PERMISSIONS.map((permission, i) => [permission, 1n << BigInt(i)]));

/** The set of these permissions. Names that no longer exist are left out. */
export function permissionSet(permissions: Iterable<string>): PermissionSet {
	let bits = 0n;
	for (const permission of permissions) bits |= BITS.get(permission) ?? 0n;
	return ofBits(bits);
}

/** What both hold. */
export function inBoth(one: PermissionSet, other: PermissionSet): PermissionSet {
	return ofBits(one.bits & other.bits);
}

/** Whether `whole` holds all of `part`. */
export function holdsAll(whole: PermissionSet, part: PermissionSet): boolean {
	return (part.bits & ~whole.bits) === 0n;
}

function ofBits(bits: bigint): PermissionSet {
	const has = (permission: Permission) => (bits & (BITS.get(permission) ?? 0n)) !== 0n;
	return {
		bits,
		has,
		*[Symbol.iterator]() {
			for (const permission of PERMISSIONS) if (has(permission)) yield permission;
		},
	};
}
