"""The demo office: a Magetan of invented people, its weeks before today lived through the same doors as real ones.

people    staff of every kecamatan, officials with impossible NIP
families  families with members, drawn from domain.md's shares, as rows of a V1 file
story     the rounds: one determined with its documents, one in penyaluran, one in kroscek
rooms     around them: staff register, letters in and out, the ministry's limit, notes, leave, a Plt.
inspection  paper, uji petik, the inspektorat's samples and findings
"""
