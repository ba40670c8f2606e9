using System.Text.Json;

namespace RudderStack.Local.Plans;

/// <summary>The tracking plans of the write keys.</summary>
sealed class PlanChecks
{
    readonly PlanCheck? _forAll;
    readonly Dictionary<string, PlanCheck> _byKey = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A plan cannot be loaded; the message says what to change.</exception>
    public PlanChecks(LocalDataPlaneOptions options)
    {
        var loader = new PlanLoader();
        foreach (var key in options.Plans.Keys.Concat(options.Sources.Keys).Distinct(StringComparer.Ordinal))
        {
            var plan = options.Plans.TryGetValue(key, out var own) ? own : options.Plan!;
            _byKey.Add(key, loader.Load(plan, options.Sources.TryGetValue(key, out var source) ? source : own is null ? options.Source : null));
        }

        // Not where no key is left for it: several sources of which each key names its own need no further choice.
        if (options.Plan is { } all && options.WriteKeys.Any(key => !_byKey.ContainsKey(key)))
            _forAll = loader.Load(all, options.Source);
    }

    /// <summary>The names of the plans.</summary>
    public IReadOnlyList<string> PlanNames => [.. All.Select(check => check.PlanName).Distinct()];

    /// <summary>What of the plans cannot be checked, each reported once.</summary>
    public IReadOnlyList<string> Notices => [.. All.SelectMany(check => check.Notices).Distinct()];

    IEnumerable<PlanCheck> All => _byKey.Values.Concat(_forAll is null ? [] : [_forAll]);

    /// <summary>Gives what is found in each message, in their order; null for none where the key has no plan.</summary>
    public IReadOnlyList<PlanFinding>? Check(string? writeKey, IReadOnlyList<JsonElement> messages)
    {
        var check = writeKey is not null && _byKey.TryGetValue(writeKey, out var own) ? own : _forAll;
        return check is null || messages.Count == 0 ? null : [.. messages.Select(check.Check)];
    }
}
