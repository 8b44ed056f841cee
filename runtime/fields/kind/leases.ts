export { allLeases } from "../../storage/leases.ts";
