namespace Benchmarks.Server;

/// <summary>What the server has seen, when its run ends.</summary>
/// <param name="Requests">Requests answered with success.</param>
/// <param name="Events">Events in them.</param>
/// <param name="Bytes">Everything that came over the wire, request lines and headers included.</param>
/// <param name="Refused">Requests that could not be understood.</param>
/// <param name="OrderFaults">Events of a user that did not come after the ones before, or came while a request with others was open.</param>
/// <param name="Seconds">From the first request's arrival to the last answer.</param>
sealed record ServerReport(long Requests, long Events, long Bytes, long Refused, long OrderFaults, double Seconds);
