import exercises.domain.vocabulary
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("exercises", "0003_status_of_exercises")]

    operations = [
        migrations.RemoveField(
            model_name='exercise',
            name='is_archived',
        ),
        migrations.AddConstraint(
            model_name='exercise',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', (exercises.domain.vocabulary.Status['DRAFT'], exercises.domain.vocabulary.Status['IN_REVIEW'])), ('published_at__isnull', False), _connector='OR'), name='exercise_published_when', violation_error_message='What is published says since when.'),
        ),
        migrations.AddConstraint(
            model_name='exercise',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', exercises.domain.vocabulary.Status['PUBLISHED']), _negated=True), models.Q(('stress', ''), _negated=True), ('no_known_contraindication', True), _connector='OR'), name='exercise_published_says_what_it_asks', violation_error_message='What is published has stress tags, or says that no contraindication is known.'),
        ),
        migrations.AddConstraint(
            model_name='exercise',
            constraint=models.CheckConstraint(condition=models.Q(('revises', None), ('status__in', (exercises.domain.vocabulary.Status['DRAFT'], exercises.domain.vocabulary.Status['IN_REVIEW'])), _connector='OR'), name='exercise_copy_unpublished', violation_error_message='A working copy is a draft, or in review.'),
        ),
        migrations.AddConstraint(
            model_name='exercise',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('status', exercises.domain.vocabulary.Status['ARCHIVED']), _connector='OR'), name='exercise_merged_archived', violation_error_message='What was merged into another exercise is archived.'),
        ),
    ]
