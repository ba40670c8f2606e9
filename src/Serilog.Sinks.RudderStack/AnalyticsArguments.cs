using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack;

/// <summary>The arguments of a typed helper while it logs; for front ends whose loggers capture values themselves.</summary>
/// <remarks>
/// In between, reading what the arguments hold is bounded, and the sink knows their types for reports. On the thread that logs
/// alone, and until disposed.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1815", Justification = "Nobody compares scopes.")]
public readonly struct AnalyticsArguments : IDisposable
{
    readonly CaptureBudget? _own;
    readonly CaptureBudget? _outerBudget;
    readonly IReadOnlyList<KeyValuePair<string, object?>>? _outerArguments;

    AnalyticsArguments(CaptureBudget own, CaptureBudget? outerBudget, IReadOnlyList<KeyValuePair<string, object?>>? outerArguments)
    {
        _own = own;
        _outerBudget = outerBudget;
        _outerArguments = outerArguments;
    }

    /// <summary>Begins a call.</summary>
    /// <param name="arguments">The names of the event's properties, with or without <c>@</c>, and what was given for them.</param>
    /// <returns>To be disposed when the call has been logged.</returns>
    /// <exception cref="ArgumentNullException">The arguments are null.</exception>
    public static AnalyticsArguments Begin(IReadOnlyList<KeyValuePair<string, object?>> arguments)
    {
        Guard.NotNull(arguments, nameof(arguments));
        var budget = CaptureWork.RentBudget();
        return new AnalyticsArguments(budget, CaptureWork.Use(budget), CaptureWork.UseArguments(arguments));
    }

    /// <summary>Whether an argument counts as not given: null in any of its forms, or an empty collection that is no dictionary.</summary>
    /// <param name="argument">The argument.</param>
    /// <returns>Whether to leave it out.</returns>
    public static bool IsAbsent([NotNullWhen(false)] object? argument) => argument switch
    {
        null or DBNull => true,
        JsonElement element => element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined,
        ICollection { Count: 0 } and not IDictionary => true,
        _ => false,
    };

    /// <summary>Ends the call.</summary>
    public void Dispose()
    {
        if (_own is null)
            return;

        CaptureWork.Use(_outerBudget);
        CaptureWork.UseArguments(_outerArguments);
        CaptureWork.Return(_own);
    }
}
