// What every case stands on, whatever the browser: the imitated sites, and the server behind its front.
import { Dijkwacht, type Incident, type PolicyChange } from "./dijkwacht.ts";
import { Front } from "./front.ts";
import { Sites } from "./sites.ts";
import { until } from "./wait.ts";

export class Stage {
  readonly sites: Sites;
  readonly server: Dijkwacht;
  readonly front: Front;
  #seen = 0;

  private constructor(sites: Sites, server: Dijkwacht, front: Front) {
    this.sites = sites;
    this.server = server;
    this.front = front;
  }

  static async start(policy?: PolicyChange): Promise<Stage> {
    const sites = await Sites.start();
    const server = await Dijkwacht.start(policy);
    const front = new Front(server.port);
    await front.open();
    return new Stage(sites, server, front);
  }

  /** Before each case: the network is well, nothing is recorded, old incidents do not count. */
  async reset(): Promise<void> {
    this.front.mode = "pass";
    this.front.delayMs = 0;
    await this.front.open();
    this.sites.received.clear();
    this.#seen = (await this.server.incidents()).length;
  }

  /** The incidents since `reset`. */
  async incidents(): Promise<Incident[]> {
    return (await this.server.incidents()).slice(this.#seen);
  }

  /** Waits until the one incident since `reset`, of one attempt, has the outcome and the evidence. */
  async incidentWith(outcome: string, egress: Incident["egress_evidence"]): Promise<void> {
    await until(`one incident with the outcome ${outcome}, egress ${egress}`, async () => {
      const incidents = await this.incidents();
      if (incidents.length > 1 || incidents.some((incident) => incident.events > 1)) throw new Error("one attempt is in the register more than once");
      return incidents.some((incident) => incident.outcome === outcome && incident.egress_evidence === egress);
    }, 10_000);
  }

  /** Does the work that stands on the stage, and closes the stage when it fails. */
  async orClose<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.front.close();
    await this.server.stop();
    await this.sites.close();
  }
}
