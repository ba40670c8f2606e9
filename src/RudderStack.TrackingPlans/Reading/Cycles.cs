using RudderStack.TrackingPlans.Model;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Finds custom types that contain themselves, which no value could ever end.</summary>
sealed class Cycles(FaultList faults)
{
    readonly HashSet<CustomType> _done = [];
    readonly List<CustomType> _path = [];

    public void Report(CustomType type)
    {
        var start = _path.IndexOf(type);
        if (start >= 0)
        {
            var circle = _path.Skip(start).ToList();
            foreach (var member in circle)
                member.HasFault = true;
            faults.Add(FaultKind.Reference, circle[circle.Count - 1].Place, $"The custom type {type.Name} contains itself: {string.Join(" -> ", circle.Append(type).Select(static one => one.Name))}.");
            return;
        }

        if (_done.Contains(type))
            return;

        _path.Add(type);
        foreach (var inner in Inside(type))
            Report(inner);
        _path.RemoveAt(_path.Count - 1);
        _done.Add(type);
    }

    static IEnumerable<CustomType> Inside(CustomType type)
    {
        var uses = type.Properties.AsEnumerable();
        if (type.Variant is { } variant)
            uses = uses.Concat(variant.Cases.SelectMany(static one => one.Properties)).Concat(variant.Default ?? []);
        return uses.Select(static use => use.Property.Type).Append(type.Type).SelectMany(static value => new[] { value.Custom, value.Items?.Custom }).OfType<CustomType>().Distinct();
    }
}
