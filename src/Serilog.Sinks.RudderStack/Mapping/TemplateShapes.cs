using System.Runtime.CompilerServices;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>The shapes of the templates in use. Serilog keeps one instance for each text, so instances are compared.</summary>
sealed class TemplateShapes
{
    const int Capacity = 512;

    readonly BoundedCache<MessageTemplate, TemplateShape> _known = new(Capacity, static template => new TemplateShape(template));

    public TemplateShape Get(MessageTemplate template) => _known.Get(template, RuntimeHelpers.GetHashCode(template));
}
