using System.Text.Json;
using RudderStack.Local.Gateway;
using RudderStack.Local.Storage;

namespace RudderStack.Local;

/// <summary>
/// The faults still to come. Of the rules that fit a request the oldest applies and uses up one of its times.
/// All members are safe to call from several threads.
/// </summary>
public sealed class FaultRules
{
    /// <summary>The most rules at a time.</summary>
    public const int Most = 10_000;

    readonly object _lock = new();
    readonly List<(Fault Fault, int Left)> _rules = [];
    readonly Signal _changed;

    internal FaultRules(Signal changed) => _changed = changed;

    /// <summary>How many rules are not used up yet.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _rules.Count;
        }
    }

    /// <summary>Adds a rule behind the others.</summary>
    /// <exception cref="ArgumentException">
    /// The fault contradicts itself or has a value out of range, or there are <see cref="Most"/> already.
    /// </exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        fault.Validate();
        lock (_lock)
        {
            if (_rules.Count == Most)
                throw new ArgumentException($"There are {Most} faults already.");
            _rules.Add((fault, fault.Times));
        }

        _changed.Notify();
    }

    /// <summary>Forgets all rules. Requests that a rule holds back already stay held back.</summary>
    public void Clear()
    {
        lock (_lock)
            _rules.Clear();
        _changed.Notify();
    }

    /// <summary>The rules not used up yet, in order, with the times left to each.</summary>
    internal (Fault Fault, int Left)[] Snapshot()
    {
        lock (_lock)
            return [.. _rules];
    }

    /// <summary>Takes the rule that applies next, if it is one that does not want the body read.</summary>
    internal Fault? TakeBeforeReading(string path, bool isEventPost)
    {
        lock (_lock)
        {
            var index = _rules.FindIndex(rule => Fits(rule.Fault, path, isEventPost));
            return index >= 0 && _rules[index].Fault.CutConnection == ConnectionCut.BeforeReading ? Use(index) : null;
        }
    }

    internal Fault? Take(string path, bool isEventPost, RequestBody body, IReadOnlyList<JsonElement> messages)
    {
        lock (_lock)
        {
            var index = _rules.FindIndex(rule => Fits(rule.Fault, path, isEventPost) && rule.Fault.Fits(body, messages));
            return index >= 0 ? Use(index) : null;
        }
    }

    static bool Fits(Fault fault, string path, bool isEventPost) =>
        fault.Path is null ? isEventPost : fault.Path == path;

    Fault Use(int index)
    {
        var (fault, left) = _rules[index];
        if (left == Fault.Unlimited)
            return fault;
        if (left == 1)
            _rules.RemoveAt(index);
        else
            _rules[index] = (fault, left - 1);
        _changed.Notify();
        return fault;
    }
}
